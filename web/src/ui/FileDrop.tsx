import { type DragEvent, type ReactNode, useRef, useState } from 'react'

type FileDropProps = {
  label: string
  onFile: (file: File) => void
  disabled?: boolean
  children: ReactNode
}

const carriesFile = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** An area on which a file can be dropped anywhere. */
export function FileDrop({ label, onFile, disabled = false, children }: FileDropProps) {
  const [isOver, setIsOver] = useState(false)
  const depth = useRef(0)

  const enter = (event: DragEvent, step: 1 | -1) => {
    if (disabled || !carriesFile(event)) return
    event.preventDefault()
    depth.current += step
    setIsOver(depth.current > 0)
  }
  const drop = (event: DragEvent) => {
    if (disabled || !carriesFile(event)) return
    event.preventDefault()
    depth.current = 0
    setIsOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }

  return (
    <section
      className="file-drop"
      aria-label={label}
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => carriesFile(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {isOver && (
        <div className="file-drop-veil" aria-hidden>
          <span>{label}</span>
        </div>
      )}
    </section>
  )
}
