import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Real processes and sockets need longer than pure functions, and two of them at once crowd a small machine. */
const INTEGRATION_TIMEOUT_MS = 60_000

/** Random walks and drawn pages take seconds of a processor that others may want as well. */
const UNIT_TIMEOUT_MS = 30_000

/** Vitest would leave one processor of two idle. */
const WORKERS = Math.max(2, availableParallelism())

/** Unit tests that change what others import, or draw a page: each file starts from nothing. */
const APART = ['test/unit/**/*.test.tsx', 'test/unit/main/**/*.test.ts', 'test/unit/**/*-apart.test.ts']

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: APART,
          testTimeout: UNIT_TIMEOUT_MS,
          pool: 'threads',
          maxWorkers: WORKERS,
          // Most of the time went into loading the same modules once more for each file.
          isolate: false,
          setupFiles: ['test/support/leaves-as-found.ts'],
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit-apart',
          include: APART,
          testTimeout: UNIT_TIMEOUT_MS,
          pool: 'threads',
          maxWorkers: WORKERS,
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
          testTimeout: 20_000,
          // As the unit tests have: projects of one group run with one number of workers.
          maxWorkers: WORKERS,
        },
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
