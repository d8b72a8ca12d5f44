import { Button, type ButtonProps } from 'antd'
import { useRef } from 'react'
import { type Command, useCommands } from '@/lib/commands'

type FilePickProps = Omit<ButtonProps, 'onClick'> & {
  accept?: string
  label: string
  /** Under which id and name the choice of a file is offered as a command. */
  command?: Omit<Command, 'run'>
  onFile: (file: File) => void
}

/** A button that asks for one file. */
export function FilePick({ accept, label, onFile, command, ...button }: FilePickProps) {
  const input = useRef<HTMLInputElement>(null)
  useCommands(command ? [{ ...command, run: () => input.current?.click() }] : [])
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
