import { expect, test } from '@playwright/test'
import { playMainJob } from './main-job.ts'

test('first run, sign-in, three tunnels with their real clients, and a clean way out', async () => {
  const { rows, steps } = await playMainJob({ report: () => {} })
  expect(rows[0]).toEqual(['1000', 'marine rope 12 mm', 'paid'])
  expect(steps.at(-1)?.name).toContain('quit leaves')
})
