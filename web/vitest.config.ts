import { defineConfig, mergeConfig } from 'vitest/config'
import viteConfig from './vite.config'

// Apart from the build's configuration: an installation builds the pages without the test tools.
export default mergeConfig(
  viteConfig({ command: 'serve', mode: 'test' }),
  defineConfig({
    test: {
      environment: 'jsdom',
      setupFiles: ['./setup.ts'],
      include: ['src/**/*.test.{ts,tsx}'],
      testTimeout: 30_000,
      maxWorkers: 2,
    },
  }),
)
