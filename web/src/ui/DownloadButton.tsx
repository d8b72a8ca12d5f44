import { App, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { download } from '@/api/download'
import { useRefusalText } from '@/lib/useRefusalText'

type DownloadButtonProps = { address: string; children: ReactNode }

/** Saves a file of the server; what keeps it in the house is explained. */
export function DownloadButton({ address, children }: DownloadButtonProps) {
  const { message } = App.useApp()
  const explain = useRefusalText()
  const [isLoading, setLoading] = useState(false)
  const take = () => {
    setLoading(true)
    download(address)
      .catch((error: unknown) => message.error(explain(error)))
      .finally(() => setLoading(false))
  }
  return (
    <Button loading={isLoading} onClick={take}>
      {children}
    </Button>
  )
}
