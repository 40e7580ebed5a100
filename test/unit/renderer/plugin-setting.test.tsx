// @vitest-environment happy-dom
import { sampleProblem } from '../../support/sample-problems.ts'
import { fireEvent, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { PluginState } from '#contract/snapshot.ts'
import type { EngineChoice } from '#contract/tunnel.ts'
import { outcomeWords, pluginWords } from '../../../renderer/features/settings/engine-words.ts'
import { en } from '#words/en/index.ts'
import { ja } from '#words/ja/index.ts'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

async function openEngine(part: { readonly pluginPath?: string; readonly plugin: PluginState }) {
  const base = fixtureSnapshot({ tunnels: [] }, Date.now())
  const { pluginPath = null, plugin } = part
  const opened = await open({ ...base, settings: { ...base.settings, pluginPath }, app: { ...base.app, plugin } })
  fireEvent.click(opened.screen.getByRole('button', { name: 'Settings' }))
  fireEvent.click(opened.screen.getByRole('button', { name: 'Engine' }))
  return opened
}

describe('the file of the plugin', () => {
  test('is asked for by main: the window says only that it should', async () => {
    const { client, screen } = await openEngine({ plugin: { state: 'missing' } })
    expect(screen.queryByRole('textbox', { name: /plugin/i })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Choose…' }))
    expect(client.inputsOf('plugin.choose')).toEqual([undefined])
    fireEvent.click(screen.getByRole('button', { name: 'Look on PATH' }))
    expect(client.inputsOf('plugin.check')).toEqual([undefined])
  })

  test('that was chosen is shown, said to be wrong, and given up with its button', async () => {
    const problem = problemOf('ENGINE_NOT_FOUND', { path: '/opt/p' })
    const { client, screen } = await openEngine({ pluginPath: '/opt/p', plugin: { state: 'broken', problem } })
    const file = within(screen.getByRole('group', { name: 'File of the plugin' })).getByRole('status')
    expect(file.textContent).toBe('/opt/p')
    expect(file.hasAttribute('data-wrong')).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: 'Clear' }))
    expect(client.inputsOf('plugin.forget')).toEqual([undefined])
  })

  test('that nobody has run is told as found, and its version read on request', async () => {
    const { client, screen } = await openEngine({ plugin: { state: 'unchecked', path: '/opt/p' } })
    fireEvent.click(screen.getByRole('button', { name: 'Check now' }))
    expect(client.inputsOf('plugin.check')).toEqual([undefined])
  })
})

test('a failure of the engine leads to the engine’s page of the settings', async () => {
  const problem = sampleProblem('ENGINE_NOT_FOUND')
  const failed = fixtureTunnel(13306, { status: { kind: 'failed', at: 1, retry: null, problem } })
  const { screen } = await open(fixtureSnapshot({ tunnels: [failed] }))
  fireEvent.click(screen.getByRole('button', { name: 'See why' }))
  fireEvent.click(screen.getByRole('button', { name: en.remedies['check-engine'] }))
  expect(screen.getByRole('button', { name: 'Engine' }).getAttribute('aria-current')).toBe('page')
  expect(screen.getByRole('button', { name: 'Choose…' })).toBeTruthy()
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
    expect(new Set(Object.values(outcome('auto')))).toEqual(new Set([builtin]))
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
  const unusable = [
    'not-absolute',
    'not-executable',
    'not-a-version',
    'no-answer',
    'too-old',
    'failed',
    'path-refused',
    'writable-by-others',
    'changed',
    'signature-broken',
  ] as const
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
