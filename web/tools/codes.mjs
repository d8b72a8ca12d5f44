// Fails when the server can answer a stable code for which a language has no text.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const SERVER = fileURLToPath(new URL('../../src/zhongshu', import.meta.url))
const SRC = fileURLToPath(new URL('../src', import.meta.url))
const LANGUAGES = ['zh-CN', 'en']

/** What an event is called in the audit trail. */
const keyOfKind = (kind) => `kind.${kind.replace('.', '_')}`
/** What a background job is called there. */
const keyOfJob = (job) => `jobs.${job.replace('.', '_')}`
/** What a permission is called where roles are made. */
const keyOfPermission = (permission) => `permission.${permission}.name`

/**
 * Where the server names its codes, and where their texts are: files by their path, what stands before
 * the code, the locale file, and the key that the code follows, or that is made of it.
 */
const SOURCES = [
  {
    files: /^(?!engines|integrations\/planfiles).*\.py$/,
    code: /^ {4}code(?:: str)? = "([\w.]+)"/gm,
    texts: 'api/errors',
  },
  { files: /\.py$/, code: /\bproblem\(\s*\d+,\s*"([\w.]+)"/g, texts: 'api/errors' },
  { files: /config\/requests\.py$/, code: /^ {4}\d{3}: "([\w.]+)"/gm, texts: 'api/errors' },
  {
    files: /^integrations\/.*\.py$/,
    code: /PlanFileError\(\s*"(\w+)"/g,
    texts: 'api/errors',
    below: 'planfiles.',
  },
  {
    files: /^integrations\/.*\.py$/,
    code: /yield "(?:error|warning|info)", "(\w+)"/g,
    texts: 'features/integrations',
    below: 'finding.',
  },
  {
    files: /^integrations\/.*\.py$/,
    code: /Finding\([^)]*?\bcode="(\w+)"/gs,
    texts: 'features/integrations',
    below: 'finding.',
  },
  {
    files: /^engines\/conflicts\.py$/,
    code: /^ {4}"(\w+)",/gm,
    texts: 'features/planning',
    below: 'conflict.',
  },
  {
    files: /^engines\/placing\.py$/,
    code: /^ {4}"(\w+)",$/gm,
    texts: 'features/planning',
    below: 'driver.',
  },
  {
    files: /^engines\/quality\.py$/,
    code: /"((?:no|none|nothing)_\w+)"/g,
    texts: 'ui',
    below: 'quality.reason.',
  },
  {
    files: /^organisation\/.*\.py$/,
    code: /BadCell\("(\w+)"/g,
    texts: 'features/organisation',
    below: 'import.problem.',
  },
  {
    files: /^access\/passwords\.py$/,
    code: /code="(\w+)"/g,
    texts: 'api/errors',
    below: 'rule.',
  },
  {
    files: /^(?!demo).*\.py$/,
    code: /(?:events\.record|\b_record\w*|\b_stored)\(\s*(?:actor, )?(?:[^"()]{0,40})"(\w+\.\w+)"(?: if \w+ else "(\w+\.\w+)")?/g,
    texts: 'features/audit',
    key: keyOfKind,
  },
  {
    files: /^(access|planning|collaboration|demo)\/.*\.py$/,
    code: /^_?(?:SIGN_IN_FAILED|REFUSED|FAILED|READ|EXPORTED|SHOWN|EDITED|REPORTED|UNDONE|REDONE|IMPORTED|RESCHEDULED|NOTIFIED|BUILT) = "(\w+\.\w+)"/gm,
    texts: 'features/audit',
    key: keyOfKind,
  },
  {
    files: /\.py$/,
    code: /\bkind = "(\w+\.\w+)" if \w+ else "(\w+\.\w+)"/g,
    texts: 'features/audit',
    key: keyOfKind,
  },
  {
    files: /\.py$/,
    code: /(?:@job\(|^JOB = )"(\w+\.\w+)"/gm,
    texts: 'features/audit',
    key: keyOfJob,
  },
  {
    files: /\.py$/,
    code: /@requires\(\s*"(\w+\.\w+)"/g,
    texts: 'features/access/governing',
    key: keyOfPermission,
  },
  {
    files: /^(?!kit).*fields\.py$/,
    code: /^(?:VIEW|MANAGE)\w* = "(\w+\.\w+)"/gm,
    texts: 'features/access/governing',
    key: keyOfPermission,
  },
  {
    files: /^access\/roles\.py$/,
    code: /"(\w+\.\w+)"/g,
    texts: 'features/access/governing',
    key: keyOfPermission,
  },
]

const python = fs
  .readdirSync(SERVER, { recursive: true })
  .filter((file) => file.endsWith('.py'))
  .map((file) => [file.split(path.sep).join('/'), fs.readFileSync(path.join(SERVER, file), 'utf8')])

const textsOf = (folder, language) =>
  JSON.parse(fs.readFileSync(path.join(SRC, folder, 'locales', `${language}.json`), 'utf8'))

const hasText = (texts, key) =>
  typeof key.split('.').reduce((inner, part) => inner?.[part], texts) === 'string'

const faults = new Set()
let found = 0
for (const { files, code, texts, below = '', key = (name) => below + name } of SOURCES) {
  const codes = new Set(
    python
      .filter(([file]) => files.test(file))
      .flatMap(([, source]) => [...source.matchAll(code)].flatMap(([, ...names]) => names))
      .filter(Boolean),
  )
  // A source that has been moved must not pass for one whose texts are complete.
  if (codes.size === 0) faults.add(`no code matches ${code} in ${files}`)
  found += codes.size
  for (const language of LANGUAGES) {
    const known = textsOf(texts, language)
    for (const name of codes) {
      if (!hasText(known, key(name)))
        faults.add(`${texts}/locales/${language}.json has no text for ${key(name)}`)
    }
  }
}

if (faults.size > 0) {
  process.stderr.write(`${[...faults].join('\n')}\n`)
  process.exit(1)
}
process.stdout.write(`${found} codes of the server have their texts\n`)
