import { Marked } from 'marked'

/** A reader of Markdown to which `<` is a character: no HTML comes in. */
export const plainMarked = () =>
  new Marked({
    gfm: true,
    tokenizer: { html: () => undefined, tag: () => undefined },
  })
