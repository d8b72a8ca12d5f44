import { type Schema, DOMParser as SchemaReader, type Slice } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'

type PastePolicy = { createHTML: (html: string) => string }
type PolicyFactory = {
  createPolicy: (name: string, policy: PastePolicy) => { createHTML: (html: string) => string }
}

const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory }

/**
 * What is pasted is only ever read into a document that is not shown: nothing in it runs or loads,
 * and the schema of the editor takes over the texts and marks it knows.
 */
const policy = trustedTypes?.createPolicy('zhongshu-paste', { createHTML: (html) => html })

export function sliceOf(html: string, schema: Schema): Slice {
  const inert = new DOMParser().parseFromString(
    policy ? policy.createHTML(html) : html,
    'text/html',
  )
  return SchemaReader.fromSchema(schema).parseSlice(inert.body, { preserveWhitespace: false })
}

/** Takes pasted HTML in; plain text is left to the editor. */
export function onPaste(view: EditorView, event: ClipboardEvent): boolean {
  const html = event.clipboardData?.getData('text/html')
  if (!html) return false
  event.preventDefault()
  const slice = sliceOf(html, view.state.schema)
  view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView())
  return true
}

/** Takes dropped HTML in where it is dropped; what is moved within the editor is left to it. */
export function onDrop(view: EditorView, event: DragEvent): boolean {
  const html = event.dataTransfer?.getData('text/html')
  if (!html || view.dragging) return false
  event.preventDefault()
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
  if (at)
    view.dispatch(view.state.tr.replaceRange(at.pos, at.pos, sliceOf(html, view.state.schema)))
  return true
}
