// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { shortcutNames } from '#domain/shortcuts/shortcuts.ts'
import { fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'
import { navigated } from '../../../renderer/app/navigated.ts'
import { open } from './support.tsx'

const few = () => fixtureSnapshot({ tunnels: [fixtureTunnel(15432, {}, Date.now())] }, Date.now())

test('F1 and ? list every shortcut, Escape leads back; in a field ? is text', async () => {
  const { screen, services } = await open(few())
  fireEvent.keyDown(document.body, { key: 'F1' })
  const sheet = screen.getByRole('dialog', { name: 'Keyboard shortcuts' })
  expect(within(sheet).getAllByRole('term')).toHaveLength(shortcutNames.length)
  expect(within(sheet).getByText('New tunnel').closest('div')?.textContent).toContain('⌘N')
  fireEvent.keyDown(sheet, { key: 'Escape' })
  expect(services.view.getState().showsShortcuts).toBe(false)
  fireEvent.keyDown(screen.getByRole('searchbox'), { key: '?', shiftKey: true })
  expect(services.view.getState().showsShortcuts).toBe(false)
  fireEvent.keyDown(document.body, { key: '?', shiftKey: true })
  expect(services.view.getState().showsShortcuts).toBe(true)
})

test('a form that is being filled in stays, whatever the menu bar, the tray or a notification asks for', async () => {
  const { services } = await open(few())
  const form = { name: 'edit-tunnel', id: tunnelIdOf(15432), focus: 'name' } as const
  const state = { ...services.view.getState(), overlay: form }
  for (const target of [{ to: 'new-tunnel' }, { to: 'settings' }, { to: 'tunnel', id: tunnelIdOf(15432) }] as const)
    expect(navigated(target, state)).toMatchObject({ overlay: form })
  expect(
    navigated({ to: 'settings' }, { ...state, overlay: { name: 'remove-tunnel', id: form.id } }).overlay,
  ).toBeNull()
})

test('the dock comes to every screen with a shell’s keys or without Shift, and closes only where it is seen', async () => {
  const { services } = await open({ ...few(), app: { ...few().app, platform: 'linux' } })
  const press = (shiftKey: boolean): void =>
    void fireEvent.keyDown(document.body, { key: shiftKey ? 'J' : 'j', ctrlKey: true, shiftKey })
  const seen = () => ({ dockOpen: services.view.getState().dockOpen, screen: services.view.getState().screen.name })
  press(true)
  expect(seen()).toEqual({ dockOpen: true, screen: 'tunnels' })
  services.view.setState({ screen: { name: 'settings' } })
  press(true)
  expect(seen()).toEqual({ dockOpen: true, screen: 'tunnels' })
  press(false)
  expect(seen()).toEqual({ dockOpen: false, screen: 'tunnels' })
})
