import fs from 'node:fs'

const kebab = (name) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()

const IMPORT = /import\s*\{([^}]*)\}\s*from\s*'(antd|@ant-design\/icons)';?/g

const deepImport = (source, names) =>
  names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name && !name.startsWith('type '))
    .map((name) => {
      const [exported, , local = exported] = name.split(/\s+/)
      const path =
        source === 'antd' ? `antd/es/${kebab(exported)}` : `@ant-design/icons/es/icons/${exported}`
      return `import ${local} from '${path}';`
    })
    .join('')

/**
 * Rewrites named imports of antd to its modules.
 *
 * The bundler puts the union of every component that any page uses into the entry chunk when they
 * come through the package's barrel. Build only: under the test runner it would mix two builds of
 * antd and break its contexts.
 */
export const antdDeep = () => ({
  name: 'antd-deep',
  enforce: 'pre',
  apply: 'build',
  transform(code, id) {
    if (!/\/src\/.*\.tsx?$/.test(id) || !fs.existsSync(id)) return undefined
    return code.replace(IMPORT, (_, names, source) => deepImport(source, names))
  },
})
