// Fails when a key is missing in one language, or when code asks for a key that no language has.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const SRC = fileURLToPath(new URL('../src', import.meta.url))
const LANGUAGES = ['zh-CN', 'en']
const PLURAL = /_(zero|one|two|few|many|other)$/
const faults = []

const filesUnder = (folder) =>
  fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(full) : [full]
  })

const keysOf = (value, prefix = '') =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? keysOf(inner, `${prefix}${key}.`) : [[`${prefix}${key}`, inner]],
  )

const placeholders = (text) =>
  (text.match(/\{\{[^}]+\}\}/g) ?? []).map((name) => name.replace(/[{}\s]|,.*/g, '')).sort()

const namespaces = new Map()
const files = filesUnder(SRC)
for (const folder of new Set(
  files.filter((f) => /locales\/[\w-]+\.json$/.test(f)).map((f) => path.dirname(f)),
)) {
  const namespace = path.basename(path.dirname(folder))
  const keys = Object.fromEntries(
    LANGUAGES.map((language) => {
      const file = path.join(folder, `${language}.json`)
      if (!fs.existsSync(file)) faults.push(`${path.relative(SRC, file)} is missing`)
      const entries = fs.existsSync(file) ? keysOf(JSON.parse(fs.readFileSync(file, 'utf8'))) : []
      return [language, new Map(entries.map(([key, text]) => [key.replace(PLURAL, ''), text]))]
    }),
  )
  namespaces.set(namespace, keys)
  for (const [language, other] of [LANGUAGES, [...LANGUAGES].reverse()]) {
    for (const [key, text] of keys[language]) {
      const twin = keys[other].get(key)
      if (twin === undefined)
        faults.push(`${namespace}:${key} is in ${language} but not in ${other}`)
      else if (twin.trim() === '') faults.push(`${namespace}:${key} is empty in ${other}`)
      else if (language === 'en' && placeholders(text).join() !== placeholders(twin).join()) {
        faults.push(`${namespace}:${key} has other placeholders in ${other}`)
      }
    }
  }
}

const HOOK = /const\s*\{[^}]*\bt\b(?::\s*(\w+))?[^}]*\}\s*=\s*useTranslation\('([\w]+)'\)/g
for (const file of files.filter((f) => /\.tsx?$/.test(f) && !f.includes('.test.'))) {
  const code = fs.readFileSync(file, 'utf8')
  for (const [, alias, namespace] of code.matchAll(HOOK)) {
    const call = new RegExp(`\\b${alias ?? 't'}\\('([\\w.]+)'`, 'g')
    for (const [, key] of code.matchAll(call)) {
      const known = [...namespaces.values()].length > 0 && namespaces.get(namespace)
      if (!known) faults.push(`${path.relative(SRC, file)}: no locale files for ${namespace}`)
      else if (!known.en.has(key))
        faults.push(`${path.relative(SRC, file)}: ${namespace}:${key} has no text`)
    }
  }
}
// A text that is named for later, as 'planning:setBaseline'.
const NAMED = /'(\w+):(\w[\w.]*)'/g
for (const file of files.filter((f) => /\.tsx?$/.test(f) && !f.includes('.test.'))) {
  for (const [, namespace, key] of fs.readFileSync(file, 'utf8').matchAll(NAMED)) {
    const known = namespaces.get(namespace)
    if (known && !known.en.has(key))
      faults.push(`${path.relative(SRC, file)}: ${namespace}:${key} has no text`)
  }
}
for (const file of files.filter((f) => /\.tsx?$/.test(f) && !f.includes('.test.'))) {
  if (
    /[\u4e00-\u9fff]/.test(fs.readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
  ) {
    faults.push(`${path.relative(SRC, file)}: Chinese text in code; put it in a locale file`)
  }
}

if (faults.length > 0) {
  process.stderr.write(`${[...new Set(faults)].join('\n')}\n`)
  process.exit(1)
}
process.stdout.write(`${namespaces.size} namespaces complete in ${LANGUAGES.join(' and ')}\n`)
