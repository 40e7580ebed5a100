import { expect, test } from '@playwright/test'
import { findOfficialPlugin } from '../support/official-plugin.ts'
import { playMainJob } from './main-job.ts'

test('first run, sign-in, three tunnels with their real clients, and a clean way out', async () => {
  const { rows, steps } = await playMainJob({ report: () => {} })
  expect(rows[0]).toEqual(['1000', 'marine rope 12 mm', 'paid'])
  expect(steps.map(({ name }) => name).filter((name) => name.includes('left out'))).toEqual([])
  expect(steps.at(-1)?.name).toContain('quit leaves')
})

test('the same on a computer without database servers, with what npm brings', async () => {
  const { rows, steps } = await playMainJob({
    report: () => {},
    sandboxOptions: ['--postgresql', 'pglite', '--databases', 'postgresql'],
  })
  expect(rows).toHaveLength(5)
  expect(steps.map(({ name }) => name).filter((name) => name.includes('left out'))).toHaveLength(2)
})

test('the same through AWS’s own plugin, where it is installed', async ({ browserName: _unused }, info) => {
  if ((await findOfficialPlugin()) === null) info.skip(true, 'session-manager-plugin is not installed')
  const { rows } = await playMainJob({ report: () => {}, engine: 'plugin' })
  expect(rows[0]).toEqual(['1000', 'marine rope 12 mm', 'paid'])
})
