// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { ok } from '#domain/result.ts'
import { open } from './support.tsx'

test('the page shows what it was asked for before it could hear it, the last of it on top', async () => {
  const { screen, client } = await open(undefined, {
    'window.follow': () => ok([{ to: 'tunnels' }, { to: 'settings' }]),
  })
  expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeTruthy()
  expect(client.inputsOf('window.follow')).toHaveLength(1)
  expect(client.listenerCount('navigate')).toBe(1)
})
