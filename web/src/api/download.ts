import { actingHeaders } from '@/lib/acting'
import { save } from '@/lib/save'
import { Refusal, sendProved, Unreachable } from './client'

/** The name under which the server wants a file to be saved. */
const nameOf = (answer: Response): string => {
  const told = answer.headers.get('Content-Disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(told)?.[1]
  const plain = /filename="?([^";]+)"?/i.exec(told)?.[1]
  return encoded ? decodeURIComponent(encoded) : (plain ?? 'download')
}

/** Saves a file of the server, which may first want to know who asks; a refusal is thrown. */
export async function download(address: string): Promise<void> {
  const request = new Request(new URL(address, window.location.origin), {
    headers: actingHeaders(),
  })
  const answer = await sendProved(request).catch(() => {
    throw new Unreachable()
  })
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => undefined))
  save(await answer.blob(), nameOf(answer))
}
