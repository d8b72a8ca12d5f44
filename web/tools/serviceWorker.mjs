import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const SOURCE = new URL('../src/worker/serviceWorker.js', import.meta.url)
const PUBLIC = new URL('../public/', import.meta.url)
/** Lies beside the pages, but is not asked for by them. */
const NOT_KEPT = /(^\.vite\/|\.map$|^index\.html$)/

/**
 * Writes the service worker with the list of the files of this build.
 *
 * Its text changes with every build, by which browsers know that there is a newer one.
 */
export const serviceWorker = () => ({
  name: 'service-worker',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const built = Object.keys(bundle).filter((name) => !NOT_KEPT.test(name))
      const files = [...built, ...fs.readdirSync(PUBLIC)].sort().map((name) => `/static/${name}`)
      const entry = Object.values(bundle).find((one) => one.type === 'chunk' && one.isEntry)
      if (!entry) this.error('the build has no entry')
      const digest = createHash('sha256')
      for (const [name, one] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)))
        digest.update(name).update(one.type === 'chunk' ? one.code : one.source)
      for (const name of fs.readdirSync(PUBLIC).sort())
        digest.update(name).update(fs.readFileSync(new URL(name, PUBLIC)))
      const source = fs
        .readFileSync(SOURCE, 'utf8')
        .replace('__VERSION__', digest.digest('hex').slice(0, 16))
        .replace('__FILES__', JSON.stringify(files))
        .replace('__ENTRY__', path.posix.basename(entry.fileName))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  },
})
