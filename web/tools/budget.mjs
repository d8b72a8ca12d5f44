// Prints the gzip size of the entry and of each lazy page; fails above the first-load budget.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

const BUDGET_KB = 300
const dist = process.argv[2]
const manifest = JSON.parse(fs.readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'))
const gzipKb = (file) =>
  zlib.gzipSync(fs.readFileSync(path.join(dist, file)), { level: 9 }).length / 1024

const closure = (key, seen = new Set()) => {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const dependency of manifest[key]?.imports ?? []) closure(dependency, seen)
  return seen
}
const scriptKb = (keys) => [...keys].reduce((total, key) => total + gzipKb(manifest[key].file), 0)

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
const first = closure(entry)
const firstKb = scriptKb(first)
process.stdout.write(`first load ${firstKb.toFixed(0)} kB gzip of script, budget ${BUDGET_KB}\n`)
for (const key of Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry)) {
  const added = [...closure(key)].filter((dependency) => !first.has(dependency))
  process.stdout.write(`  + ${scriptKb(added).toFixed(1).padStart(6)}  ${key}\n`)
}
if (firstKb > BUDGET_KB) process.exit(1)
