// Prints what a page loads before it is drawn, compressed; fails above a budget.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

/** Of script, in kB: what every page needs, and what each page adds to it, texts in one language. */
const FIRST_KB = 300
const ROOMS_KB = { signIn: 75, work: 85, projects: 145, overview: 135, plan: 200, board: 165 }
/** A browser asks for six files at a time. */
const MOST_FILES = 18

const dist = process.argv[2]
const manifest = JSON.parse(fs.readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'))
const page = fs.readFileSync(path.join(dist, 'index.html'), 'utf8')
const gzipKb = (file) =>
  zlib.gzipSync(fs.readFileSync(path.join(dist, file)), { level: 9 }).length / 1024

const closure = (key, seen = new Set()) => {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const dependency of manifest[key]?.imports ?? []) closure(dependency, seen)
  return seen
}
const sizeOf = (files) => files.reduce((total, file) => total + gzipKb(file), 0)
const filesOf = (keys) => [...keys].map((key) => manifest[key].file)
const faults = []
const print = (kb, name, note = '') =>
  process.stdout.write(`  + ${kb.toFixed(1).padStart(6)}  ${name}${note}\n`)

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
const first = closure(entry)
const firstKb = sizeOf(filesOf(first))
process.stdout.write(`first load ${firstKb.toFixed(0)} kB gzip of script, budget ${FIRST_KB}\n`)
if (firstKb > FIRST_KB) faults.push(`the first load is over ${FIRST_KB} kB`)

// See eager.mjs: it only counts as the first line.
const begins = fs.readFileSync(path.join(dist, manifest[entry].file), 'utf8')
if (!begins.startsWith('//# allFunctionsCalledOnLoad\n'))
  faults.push('the entry does not ask to be compiled whole')

// The table of the script at the head of the page: see starter.mjs.
const [, table = '{"pages":[]}'] = page.match(/const \{ frame, pages \} = (.*)/) ?? []
const { frame, pages } = JSON.parse(table)
for (const [name, budget] of Object.entries(ROOMS_KB)) {
  const room = pages.find((one) => one.name === name)
  if (!room) {
    faults.push(`the head of the page does not set out what ${name} needs`)
    continue
  }
  const files = [...new Set([...frame['zh-CN'], ...room.files, ...room.textFiles['zh-CN']])]
  const kb = sizeOf(files)
  print(kb, name, ` in ${files.length} files, budget ${budget}`)
  if (kb > budget) faults.push(`${name} is over ${budget} kB`)
  if (files.length + first.size > MOST_FILES) faults.push(`${name} has over ${MOST_FILES} files`)
}

for (const key of Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry)) {
  const added = [...closure(key)].filter((dependency) => !first.has(dependency))
  print(sizeOf(filesOf(added)), key)
}
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exit(1)
}
