// @vitest-environment happy-dom
import { fireEvent } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { problemOf } from '#contract/problem.ts'
import type { PluginState } from '#contract/snapshot.ts'
import { pathFrom, pluginWords } from '../../../renderer/features/settings/plugin-setting.tsx'
import { en } from '../../../renderer/messages/en/index.ts'
import { ja } from '../../../renderer/messages/ja/index.ts'
import { fixtureSnapshot } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

async function openSettings() {
  const opened = await open(fixtureSnapshot({ tunnels: [] }, Date.now()))
  fireEvent.click(opened.screen.getByRole('button', { name: 'Settings' }))
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

describe('what is said of the plugin', () => {
  const found = (version: string, fitness: 'good' | 'old' | 'too-old'): PluginState => ({
    state: 'found',
    path: '/opt/p',
    version,
    fitness,
  })

  test('its version, and when that is not what AWS wants', () => {
    expect(pluginWords(found('1.2.835.0', 'good'), en)).toEqual({ tone: 'ok', text: 'Plugin 1.2.835.0' })
    expect(pluginWords(found('1.2.677.0', 'old'), en)).toMatchObject({
      tone: 'warn',
      text: expect.stringContaining('1.2.764'),
    })
    expect(pluginWords(found('1.2.463.0', 'too-old'), en)).toMatchObject({ tone: 'bad' })
  })

  const reasons = [
    ...['not-absolute', 'not-executable', 'not-a-version', 'no-answer', 'silent', 'too-old', 'listen', 'port-closed'],
    ...['no-bytes', 'exit 3', 'SIGKILL'],
  ]
  const broken: readonly PluginState[] = [
    ...reasons.map((reason) => problemOf('ENGINE_FAILED', { path: '/opt/p', reason, version: '1.2.463.0' })),
    problemOf('ENGINE_NOT_FOUND', { path: '/opt/p' }),
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
