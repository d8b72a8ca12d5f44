// Fails when a lock file leaves out an optional platform package, or names a registry address.
import fs from 'node:fs'

const file = process.argv[2]
const { packages } = JSON.parse(fs.readFileSync(file, 'utf8'))
const names = Object.keys(packages)
const faults = []

for (const [path, entry] of Object.entries(packages)) {
  if (entry.resolved) faults.push(`${path}: carries a registry address`)
  if (path && !entry.link && !entry.integrity && !entry.inBundle)
    faults.push(`${path}: no integrity hash`)
  for (const optional of Object.keys(entry.optionalDependencies ?? {})) {
    const nested = `${path ? `${path}/` : ''}node_modules/${optional}`
    if (!packages[nested] && !packages[`node_modules/${optional}`]) {
      faults.push(`${path}@${entry.version}: optional ${optional} is missing`)
    }
  }
}

if (faults.length > 0) {
  process.stderr.write(`${file}\n  ${faults.join('\n  ')}\n`)
  process.exit(1)
}
process.stdout.write(`${file}: ${names.length} entries, complete\n`)
