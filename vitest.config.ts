import { defineConfig } from 'vitest/config'

/** Real processes and sockets need longer than pure functions, and two of them at once crowd a small machine. */
const INTEGRATION_TIMEOUT_MS = 60_000

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], testTimeout: 10_000 },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/conformance/**/*.test.ts', 'test/fuzz/**/*.test.ts'],
          testTimeout: INTEGRATION_TIMEOUT_MS,
          hookTimeout: INTEGRATION_TIMEOUT_MS,
          pool: 'forks',
          maxWorkers: 2,
          // Projects with different workers run one after the other.
          sequence: { groupOrder: 1 },
        },
      },
    ],
    coverage: {
      include: ['{contract,domain,words,network,core,relay,command,main,preload,renderer,sandbox}/**/*.{ts,tsx}'],
      reportsDirectory: 'coverage',
    },
  },
})
