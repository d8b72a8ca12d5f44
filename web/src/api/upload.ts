import { Refusal, Unreachable, writeHeaders } from './client'

type Upload = {
  address: string
  file: File
  fields?: Record<string, string>
  onProgress: (share: number) => void
  signal?: AbortSignal
}

/** Sends a file with its progress; `fetch` cannot report how much of a body has gone out. */
export function upload<T>({ address, file, fields = {}, onProgress, signal }: Upload): Promise<T> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('file', file)

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.responseType = 'json'
    for (const [name, value] of Object.entries(writeHeaders()))
      request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) resolve(request.response as T)
      else reject(new Refusal(request.status, request.response ?? undefined))
    }
    signal?.addEventListener('abort', () => request.abort())
    request.send(body)
  })
}
