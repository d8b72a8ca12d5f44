import { ClassTag } from '@/ui/ClassTag'

type NameButtonProps = { name: string; level: number; onOpen: () => void }

/** The name of a row of a table, which opens it, with the class that it was raised to. */
export function NameButton({ name, level, onOpen }: NameButtonProps) {
  return (
    <>
      <button type="button" className="text-button row-link ellipsis" title={name} onClick={onOpen}>
        {name}
      </button>{' '}
      <ClassTag level={level} />
    </>
  )
}
