// @vitest-environment happy-dom
import { sampleProblem } from '../../support/sample-problems.ts'
import { fireEvent } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { PluginState } from '#contract/snapshot.ts'
import type { EngineChoice } from '#contract/tunnel.ts'
import { outcomeWords, pluginWords } from '../../../renderer/features/settings/engine-words.ts'
import { pathFrom } from '../../../renderer/features/settings/plugin-setting.tsx'
import { en } from '#words/en/index.ts'
import { ja } from '#words/ja/index.ts'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

async function openSettings() {
  const opened = await open(fixtureSnapshot({ tunnels: [] }, Date.now()))
  fireEvent.click(opened.screen.getByRole('button', { name: 'Settings' }))
  fireEvent.click(opened.screen.getByRole('button', { name: 'Engine' }))
  return { ...opened, field: opened.screen.getByRole('textbox', { name: 'Path of the plugin' }) }
}

describe('the path of the plugin', () => {
  test('is asked for with Enter, without the quotes of a shell, and once', async () => {
    const { client, field } = await openSettings()
    fireEvent.change(field, { target: { value: ' "/opt/my tools/session-manager-plugin" ' } })
    fireEvent.keyDown(field, { key: 'Enter' })
    fireEvent.blur(field)
    expect(client.inputsOf('settings.change')).toEqual([{ pluginPath: '/opt/my tools/session-manager-plugin' }])
  })

  test('is asked for on leaving the field, and not after Escape', async () => {
    const { client, field } = await openSettings()
    fireEvent.change(field, { target: { value: '/opt/one' } })
    fireEvent.keyDown(field, { key: 'Escape' })
    fireEvent.blur(field)
    expect(client.inputsOf('settings.change')).toEqual([])
    fireEvent.change(field, { target: { value: '/opt/two' } })
    fireEvent.blur(field)
    expect(client.inputsOf('settings.change')).toEqual([{ pluginPath: '/opt/two' }])
  })

  test.each([
    ['', null],
    ['  ', null],
    ['""', null],
    ["'/opt/a'", '/opt/a'],
    ['"C:\\Program Files\\smp.exe"', 'C:\\Program Files\\smp.exe'],
    ['/opt/it"s', '/opt/it"s'],
  ])('%j is %j', (entered, path) => {
    expect(pathFrom(entered)).toBe(path)
  })
})

test('the path is taken back with its button, and the field says when it is wrong', async () => {
  const base = fixtureSnapshot({ tunnels: [] }, Date.now())
  const problem = problemOf('ENGINE_NOT_FOUND', { path: '/opt/p' })
  const snapshot = {
    ...base,
    settings: { ...base.settings, pluginPath: '/opt/p' },
    app: { ...base.app, plugin: { state: 'broken', problem } },
  } as const
  const { client, screen } = await open(snapshot)
  fireEvent.click(screen.getByRole('button', { name: 'Settings' }))
  fireEvent.click(screen.getByRole('button', { name: 'Engine' }))
  expect(screen.getByRole('textbox', { name: 'Path of the plugin' }).getAttribute('aria-invalid')).toBe('true')
  fireEvent.click(screen.getByRole('button', { name: 'Clear the path' }))
  expect(client.inputsOf('settings.change')).toEqual([{ pluginPath: null }])
})

test('a failure of the engine leads to the engine’s page of the settings', async () => {
  const problem = sampleProblem('ENGINE_NOT_FOUND')
  const failed = fixtureTunnel(13306, { status: { kind: 'failed', at: 1, retry: null, problem } })
  const { screen } = await open(fixtureSnapshot({ tunnels: [failed] }))
  fireEvent.click(screen.getByRole('button', { name: 'See why' }))
  fireEvent.click(screen.getByRole('button', { name: en.remedies['check-engine'] }))
  expect(screen.getByRole('button', { name: 'Engine' }).getAttribute('aria-current')).toBe('page')
  expect(screen.getByRole('textbox', { name: 'Path of the plugin' })).toBeTruthy()
})

describe('what is said of the plugin', () => {
  const found = (version: string, fitness: 'good' | 'old' | 'too-old'): PluginState => ({
    state: 'found',
    path: '/opt/p',
    version,
    fitness,
  })

  test('its version, and when that is not what AWS wants', () => {
    expect(pluginWords(found('1.2.835.0', 'good'), en)).toEqual({ tone: 'ok', title: 'Version 1.2.835.0', text: '' })
    expect(pluginWords(found('1.2.677.0', 'old'), en)).toMatchObject({
      tone: 'warn',
      title: expect.stringContaining('1.2.764'),
    })
    expect(pluginWords(found('1.2.463.0', 'too-old'), en)).toMatchObject({ tone: 'bad' })
    expect(pluginWords({ state: 'missing' }, en)).toMatchObject({ tone: 'plain', title: 'Not found on this computer' })
  })

  test('and what the choice of an engine comes to with it', () => {
    const states = {
      good: found('1.2.835.0', 'good'),
      old: found('1.2.677.0', 'old'),
      'too-old': found('1.2.463.0', 'too-old'),
      missing: { state: 'missing' },
      broken: { state: 'broken', problem: problemOf('ENGINE_NOT_FOUND', { path: '/opt/p' }) },
      looking: { state: 'looking' },
    } as const
    const outcome = (choice: EngineChoice) =>
      Object.fromEntries(
        Object.entries(states).map(([name, plugin]) => {
          const { tone, title } = outcomeWords(choice, plugin, en)
          return [name, `${tone}: ${title}`]
        }),
      )
    const builtin = 'ok: Built-in engine'
    const looking = 'busy: Looking for the plugin…'
    expect(new Set(Object.values(outcome('builtin')))).toEqual(new Set([builtin]))
    expect(outcome('auto')).toEqual({
      good: 'ok: Plugin 1.2.835.0',
      old: builtin,
      'too-old': builtin,
      missing: builtin,
      broken: builtin,
      looking,
    })
    expect(outcome('plugin')).toEqual({
      good: 'ok: Plugin 1.2.835.0',
      old: 'warn: Plugin 1.2.677.0',
      'too-old': 'bad: No engine',
      missing: 'bad: No engine',
      broken: 'bad: No engine',
      looking,
    })
  })

  const path = '/opt/p'
  const unusable = ['not-absolute', 'not-executable', 'not-a-version', 'no-answer', 'too-old', 'failed'] as const
  const failed = [
    'silent',
    'not-understood',
    'listen',
    'port-closed',
    'no-bytes',
    'not-started',
    'cannot-start',
  ] as const
  const broken: readonly PluginState[] = [
    ...unusable.map((reason) => problemOf('ENGINE_UNUSABLE', { path, reason, version: '1.2.463.0' })),
    ...failed.map((reason) => problemOf('ENGINE_FAILED', { path, reason })),
    ...['exit 3', 'SIGKILL'].map((ending) => problemOf('ENGINE_FAILED', { path, reason: 'ended', ending })),
    problemOf('ENGINE_NOT_FOUND', { path }),
  ].map((problem) => ({ state: 'broken', problem }))

  test.each([
    ['en', en],
    ['ja', ja],
  ])('each trouble names the path, in a sentence of its own (%s)', (_, words) => {
    const texts = broken.map((plugin) => pluginWords(plugin, words))
    for (const { tone, text } of texts) {
      expect(tone).toBe('bad')
      expect(text).toContain('/opt/p')
    }
    expect(new Set(texts.map(({ text }) => text)).size).toBe(broken.length)
  })
})
