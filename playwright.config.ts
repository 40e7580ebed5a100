import { defineConfig } from '@playwright/test'

/** Ports that are the same in each of them, because pictures show them or an old file names them. */
const namedPorts = ['accessibility', 'main-job', 'old-files', 'screens'].map((name) => `**/${name}.spec.ts`)

/**
 * Two workers, where a second desktop can be made: a test waits for processes for half of its time. No retries: a test that
 * passes the second time has found something.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  workers: process.platform === 'linux' ? 2 : 1,
  projects: [
    { name: 'named ports', testMatch: namedPorts, workers: 1 },
    { name: 'any port', testMatch: '**/*.spec.ts', testIgnore: namedPorts },
  ],
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: { trace: 'retain-on-failure' },
})
