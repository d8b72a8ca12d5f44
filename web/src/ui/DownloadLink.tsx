import { App } from 'antd'
import type { MouseEvent, ReactNode } from 'react'
import { download } from '@/api/download'
import { useRefusalText } from '@/lib/useRefusalText'

type DownloadLinkProps = { address: string; children: ReactNode }

/** A link that saves a file of the server; what keeps it in the house is explained. */
export function DownloadLink({ address, children }: DownloadLinkProps) {
  const { message } = App.useApp()
  const explain = useRefusalText()
  const take = (event: MouseEvent) => {
    event.preventDefault()
    download(address).catch((error: unknown) => message.error(explain(error)))
  }
  return (
    <a href={address} download onClick={take}>
      {children}
    </a>
  )
}
