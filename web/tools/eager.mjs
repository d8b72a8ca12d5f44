import { SHARED } from './chunks.mjs'
import { OPENINGS } from './openings.mjs'

/** Chrome compiles such a file whole, beside the main thread, while the page is still loading. */
const HINT = '//# allFunctionsCalledOnLoad\n'
const FIRST = OPENINGS.flatMap(({ modules }) => modules)
const isFirst = ({ isEntry, name, moduleIds }) =>
  isEntry ||
  SHARED.includes(name) ||
  FIRST.some((module) => moduleIds.some((id) => id.endsWith(module)))

/** Smaller files are compiled in no time. */
const SMALL = 5000

/**
 * Tells browsers that most functions of the pages that open first are called at once.
 *
 * Otherwise each of some three thousand is read twice, the second time on the main thread when it
 * is called. Other browsers read a comment.
 */
export const eager = () => ({
  name: 'eager',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    // It has to be the first line, also above what the bundler puts there.
    order: 'post',
    handler(_, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk' && chunk.code.length > SMALL && isFirst(chunk))
          chunk.code = HINT + chunk.code
    },
  },
})
