import { Button, type ButtonProps } from 'antd'
import { useRef } from 'react'

type FilePickProps = Omit<ButtonProps, 'onClick'> & {
  accept?: string
  label: string
  onFile: (file: File) => void
}

/** A button that asks for one file. */
export function FilePick({ accept, label, onFile, ...button }: FilePickProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
