import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { antdDeep } from './tools/antdDeep.mjs'
import { CHUNKS } from './tools/chunks.mjs'
import { eager } from './tools/eager.mjs'
import { serviceWorker } from './tools/serviceWorker.mjs'
import { starter } from './tools/starter.mjs'
import { styleNonce } from './tools/styleNonce.mjs'

const server = process.env.ZHONGSHU_SERVER ?? 'http://127.0.0.1:8000'

export default defineConfig(({ command }) => ({
  base: command === 'build' ? '/static/' : '/',
  plugins: [antdDeep(), styleNonce(), starter(), eager(), react(), serviceWorker()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The server replaces this placeholder in index.html by the nonce of each response.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../src/zhongshu/webdist',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        // What every page needs is one file: split by what pages share it were forty-five, and
        // a browser asks for six at a time.
        codeSplitting: { groups: CHUNKS },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.ZHONGSHU_WEB_PORT ?? 5173),
    strictPort: true,
    // The documents that the help shows lie beside the pages.
    fs: { allow: ['.', '../docs'] },
    proxy: { '/api': { target: server, changeOrigin: false } },
  },
}))
