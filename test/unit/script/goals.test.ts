import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { figureGroups, figureNames } from '#test/bench/figure.ts'
import { judge } from '#test/bench/goals.ts'
import { appendToHistory, historyEntry } from '#test/bench/history.ts'
import { ratiosOf } from '#test/bench/ratios.ts'

test('a figure is held against its goal, in the right direction', () => {
  expect(judge({ name: 'upload', engine: 'builtin', value: 1 })).toMatchObject({ unit: 'MB/s', holds: false })
  expect(judge({ name: 'upload', engine: 'builtin', value: 1_000 })).toMatchObject({ holds: true })
  expect(judge({ name: 'renderer-bundle', engine: null, value: 1_000_000 })).toMatchObject({ unit: 'KB', holds: false })
})

test('what we only compare with promises nothing', () => {
  expect(judge({ name: 'upload', engine: 'plugin', value: 0.7 })).toMatchObject({ goal: null, holds: null })
  expect(judge({ name: 'upload-unpaced', engine: 'builtin', value: 1 })).toMatchObject({ goal: null, holds: null })
})

test.each([
  ['upload', 25, 24.9],
  ['echo-p50', 1, 1.01],
  ['new-connection', 1, 1.01],
] as const)('%s has to stand beside the plugin', (name, good, bad) => {
  expect(judge({ name, engine: 'builtin/plugin', value: good })).toMatchObject({ unit: '×', holds: true })
  expect(judge({ name, engine: 'builtin/plugin', value: bad })).toMatchObject({ holds: false })
})

test('an echo over a long way is held against its nominal round trip, however late the way itself was', () => {
  const echo = (value: number, path: number) =>
    judge({ name: 'echo-rtt', engine: 'builtin', rtt: 80, value, beside: { path } })
  expect(echo(85, 80)).toMatchObject({ goal: 'at most 85 ms', holds: true })
  expect(echo(88, 84)).toMatchObject({ goal: 'at most 85 ms', holds: false })
})

test('one connection of a hundred that fails is one too many', () => {
  expect(judge({ name: 'concurrent-100', engine: 'builtin', value: 0 })).toMatchObject({ unit: 'count', holds: true })
  expect(judge({ name: 'concurrent-100', engine: 'builtin', value: 1 })).toMatchObject({ holds: false })
})

test('a long list has to be there about as soon as a short one', () => {
  const start = (n: number, value: number) => ({ name: 'list-start', engine: null, n, value }) as const
  const short = start(30, 1_000)
  expect(judge(short, [])).toMatchObject({ holds: null })
  expect(judge(start(1_000, 1_190), [short])).toMatchObject({ goal: 'at most 1200 ms', holds: true })
  expect(judge(start(300, 1_210), [short])).toMatchObject({ holds: false })
})

test('a group stands for its figures', () => {
  expect(figureGroups['list']).toEqual(['list-start', 'list-filter', 'list-memory'])
  expect(new Set(Object.values(figureGroups).flat())).toEqual(new Set(figureNames))
})

test('a ratio is the builtin engine divided by the plugin, where both were measured and the plugin has a number', () => {
  const ratios = ratiosOf([
    { name: 'upload', engine: 'plugin', value: 0.5, agent: 'faithful' },
    { name: 'upload', engine: 'builtin', value: 20, agent: 'faithful' },
    { name: 'upload', engine: 'direct', value: 900 },
    { name: 'download', engine: 'builtin', value: 1 },
    { name: 'concurrent-100', engine: 'builtin', value: 0 },
    { name: 'concurrent-100', engine: 'plugin', value: 0 },
  ])
  expect(ratios).toEqual([{ name: 'upload', engine: 'builtin/plugin', value: 40, agent: 'faithful' }])
})

test('the history grows by the ratios of a run, and what the plugin did', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-history-'))
  try {
    const path = join(folder, 'history.json')
    const figures = [
      judge({ name: 'upload', engine: 'builtin', value: 20 }),
      judge({ name: 'upload', engine: 'plugin', value: 0.636_625 }),
      judge({ name: 'upload', engine: 'builtin/plugin', value: 31.4159 }),
    ]
    const now = new Date('2026-02-03T23:00:00Z')
    await appendToHistory(path, historyEntry(figures, { version: '1.0.0', pluginVersion: '1.2.677.0', now }))
    await appendToHistory(path, historyEntry(figures, { version: '1.1.0', pluginVersion: null, now }))
    const ratios = { upload: 31.4 }
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([
      { date: '2026-02-03', version: '1.0.0', ratios, plugin: { version: '1.2.677.0', figures: { upload: 0.637 } } },
      { date: '2026-02-03', version: '1.1.0', ratios, plugin: { version: null, figures: { upload: 0.637 } } },
    ])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
