import { defineConfig, mergeConfig } from 'vitest/config'
import viteConfig from './vite.config'

// Apart from the build's configuration: an installation builds the pages without the test tools.
export default mergeConfig(
  viteConfig({ command: 'serve', mode: 'test' }),
  defineConfig({
    test: {
      environment: 'jsdom',
      setupFiles: ['./setup.ts'],
      testTimeout: 30_000,
      maxWorkers: 2,
      projects: [
        // A page costs half a second: what tests rules gets one per worker and a world of modules
        // of its own in it; what renders components is loaded in ways that such a world forbids.
        {
          extends: true,
          test: { name: 'rules', include: ['src/**/*.test.ts'], pool: 'vmThreads' },
        },
        { extends: true, test: { name: 'components', include: ['src/**/*.test.tsx'] } },
      ],
    },
  }),
)
