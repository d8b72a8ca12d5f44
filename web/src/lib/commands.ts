import { useEffect, useId } from 'react'

/** Something that the page in view can do, to be found by its name. */
export type Command = {
  id: string
  /** Namespace and key of its name, as `planning:command.addTask`: it is found in every language. */
  title: string
  /** The keys that do the same, as people read them. */
  keys?: string
  run: () => unknown
}

const registered = new Map<string, readonly Command[]>()
let awaited: string | undefined

/** Offers commands for as long as the component is shown. */
export function useCommands(commands: readonly Command[]) {
  const id = useId()
  useEffect(() => {
    registered.set(id, commands)
    const wanted = commands.find((command) => command.id === awaited)
    if (!wanted) return
    awaited = undefined
    wanted.run()
  })
  useEffect(() => () => void registered.delete(id), [id])
}

/** What the pages in view offer now, the one opened last first. */
export const offeredCommands = (): Command[] => [...registered.values()].reverse().flat()

/** Runs a command now if it is offered, else as soon as a page comes up that offers it. */
export function runWhenOffered(id: string) {
  const command = offeredCommands().find((one) => one.id === id)
  awaited = command ? undefined : id
  command?.run()
}
