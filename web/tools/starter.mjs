import fs from 'node:fs'
import { OPENINGS } from './openings.mjs'

const script = fs.readFileSync(new URL('./starterScript.js', import.meta.url), 'utf8')
const LANGUAGES = { 'zh-CN': 'zh_CN', en: 'en_US' }
const FRAME_TEXTS = ['app', 'ui', 'errors', 'outbox']

/** The chunk that holds a module, named by the end of its path. */
function chunkOf(bundle, module) {
  const chunk = Object.values(bundle).find(({ moduleIds }) =>
    moduleIds?.some((id) => id.endsWith(module)),
  )
  if (!chunk) throw new Error(`no chunk holds ${module}`)
  return chunk
}

/** The files of the chunks that hold some modules, and of all that these import. */
function filesOf(bundle, modules) {
  const seen = new Set()
  const add = (file) => {
    if (seen.has(file)) return
    seen.add(file)
    bundle[file]?.imports.forEach(add)
  }
  for (const module of modules) add(chunkOf(bundle, module).fileName)
  return seen
}

const stylesOf = (bundle, files) => [
  ...new Set([...files].flatMap((file) => [...(bundle[file]?.viteMetadata?.importedCss ?? [])])),
]

/** What the script knows: the files that an address needs beyond those of the entry. */
function table(bundle, entry) {
  const known = filesOf(bundle, [entry])
  const added = (modules) => [...filesOf(bundle, modules)].filter((file) => !known.has(file))
  const inLanguages = (modulesOf) =>
    Object.fromEntries(Object.keys(LANGUAGES).map((name) => [name, added(modulesOf(name))]))
  const textsOf = (namespaces) => (name) =>
    namespaces.map((namespace) => `/${namespace}/locales/${name}.json`)
  return {
    frame: inLanguages((name) => [
      ...textsOf(FRAME_TEXTS)(name),
      `antd/es/locale/${LANGUAGES[name]}.js`,
    ]),
    pages: OPENINGS.map(({ name, address, modules, texts, data = [] }) => ({
      name,
      address,
      files: added(modules),
      styles: stylesOf(bundle, added(modules)),
      texts,
      textFiles: inLanguages(textsOf(texts)),
      data,
    })),
  }
}

/**
 * Puts a small script at the head of the page: it asks for the session, the chunks and texts of the
 * address that is opened and its first data while the entry is still on its way.
 */
export const starter = () => ({
  name: 'starter',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle, chunk }) {
      const known = JSON.stringify(table(bundle, chunk.facadeModuleId))
      return [
        {
          tag: 'script',
          attrs: { nonce: '__CSP_NONCE__', 'data-signed-in': '__SIGNED_IN__' },
          children: script.replace('__TABLE__', () => known),
          injectTo: 'head-prepend',
        },
      ]
    },
  },
})
