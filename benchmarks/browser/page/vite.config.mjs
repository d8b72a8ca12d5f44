import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const page = path.dirname(fileURLToPath(import.meta.url))
const web = path.resolve(page, '../../../web')
const inWeb = createRequire(path.join(web, 'package.json'))
const packageFolder = (name) => path.dirname(inWeb.resolve(`${name}/package.json`))

// The page has no packages of its own: it takes those of the web application.
export default {
  root: page,
  base: './',
  resolve: {
    alias: {
      '@': path.join(web, 'src'),
      react: packageFolder('react'),
      'react-dom': packageFolder('react-dom'),
    },
  },
  build: { target: 'esnext', emptyOutDir: true },
}
