// @vitest-environment happy-dom
import { act, fireEvent, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { ViewState } from '../../../renderer/app/view-store.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'
import { open, tunnelRows } from './support.tsx'

type Opened = Awaited<ReturnType<typeof open>>

const ports = [15432, 15433, 25432, 29200]
const few = () => fixtureSnapshot({ tunnels: ports.map((port) => fixtureTunnel(port, {}, Date.now())) }, Date.now())
const staging = 'staging/7301 5520 4418'

const rowOf = ({ screen }: Opened, port: number): HTMLElement | undefined =>
  tunnelRows(screen).find(({ dataset }) => dataset['tunnel'] === tunnelIdOf(port))
const panelOf = ({ screen }: Opened): HTMLElement | null =>
  screen.queryByRole('complementary', { name: 'Tunnel detail' })

/** The window as somebody left it: nothing of it shows the tunnels of staging. */
const hiding: Partial<ViewState> = {
  filter: 'attention',
  search: 'orders',
  environment: 'production',
  collapsed: [staging, 'production/4821 0097 3316'],
  chosen: [tunnelIdOf(15432), tunnelIdOf(15433)],
}

describe('whoever comes from elsewhere sees the tunnel', () => {
  test('from the tray, whatever hides it, also where it is the current one already', async () => {
    const opened = await open(few())
    act(() => opened.services.view.setState({ ...hiding, current: tunnelIdOf(29200) }))
    expect(rowOf(opened, 29200)).toBeUndefined()
    act(() => opened.client.emit('navigate', { to: 'tunnel', id: tunnelIdOf(29200) }))
    expect(rowOf(opened, 29200)?.getAttribute('aria-selected')).toBe('true')
    expect(within(panelOf(opened)!).getByRole('heading', { name: /search/i })).toBeTruthy()
    expect(opened.services.view.getState().collapsed).toEqual(['production/4821 0097 3316'])
  })

  test('from a page over the list, and what hides nothing stays', async () => {
    const opened = await open(few())
    const { view } = opened.services
    act(() => view.setState({ search: 'staging', screen: { name: 'settings' }, collapsed: [staging] }))
    act(() => opened.client.emit('navigate', { to: 'tunnel', id: tunnelIdOf(29200) }))
    expect(rowOf(opened, 29200)).toBeTruthy()
    expect(view.getState()).toMatchObject({ search: 'staging', collapsed: [], revealed: null })
  })

  test('from the banner of a refused web page: at its history, with the keyboard', async () => {
    const refused = sampleProblem('CLIENT_REFUSED')
    const problem = { ...refused, details: { ...refused.details, tunnelId: tunnelIdOf(29200) } }
    const opened = await open({ ...few(), notices: [{ id: 'n1', problem }] })
    act(() => opened.services.view.setState(hiding))
    const said = 'A web page in Chrome tried to use localhost:19200. It was refused; nothing reached the database.'
    expect(opened.screen.getByText(said)).toBeTruthy()
    fireEvent.click(opened.screen.getByRole('button', { name: 'Show' }))
    expect(opened.client.inputsOf('app.dismissNotice')).toEqual([{ id: 'n1' }])
    expect(rowOf(opened, 29200)?.getAttribute('aria-selected')).toBe('true')
    expect(document.activeElement).toBe(within(panelOf(opened)!).getByRole('region', { name: 'Events' }))
  })

  test('from the form, once the tunnel that was saved is there', async () => {
    const opened = await open({ ...few(), tunnels: few().tunnels.slice(0, 3) })
    act(() => opened.services.view.setState({ search: 'nothing', collapsed: [staging], revealed: tunnelIdOf(29200) }))
    expect(tunnelRows(opened.screen)).toEqual([])
    const tunnel = fixtureTunnel(29200)
    act(() => opened.client.emit('snapshot.update', { revision: 2, change: { type: 'tunnel', tunnel } }))
    expect(rowOf(opened, 29200)).toBeTruthy()
  })
})

describe('several that are selected', () => {
  const select = (opened: Opened, ...some: readonly number[]): void => {
    for (const port of some) fireEvent.click(rowOf(opened, port)!, { metaKey: true })
  }
  const bar = ({ screen }: Opened): HTMLElement | null => screen.queryByRole('toolbar', { name: 'Selected tunnels' })

  test('have no panel, which would be of one and lie over their bar; it comes back with the one', async () => {
    const opened = await open(few())
    fireEvent.click(rowOf(opened, 15432)!)
    expect(panelOf(opened)).toBeTruthy()
    select(opened, 15433)
    expect(bar(opened)).toBeTruthy()
    expect(panelOf(opened)).toBeNull()
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(bar(opened)).toBeNull()
    expect(panelOf(opened)).toBeTruthy()
  })

  test('are those that can be seen: what is filtered away or folded is not switched with them', async () => {
    const opened = await open(few())
    select(opened, 15432, 25432, 29200)
    const search = (value: string): void =>
      void fireEvent.change(opened.screen.getByRole('searchbox'), { target: { value } })
    search('staging')
    expect(bar(opened)?.textContent).toContain('2 selected')
    search('')
    expect(bar(opened)?.textContent).toContain('2 selected')
    fireEvent.keyDown(rowOf(opened, 25432)!, { key: ' ' })
    expect(opened.client.inputsOf('tunnel.disarm').map(({ id }) => id)).not.toContain(tunnelIdOf(15432))
    search('nowhere')
    search('')
    expect(bar(opened)).toBeNull()
  })

  test('of a folded group unfold it', async () => {
    const opened = await open(few())
    act(() => opened.services.view.setState({ collapsed: [staging] }))
    fireEvent.click(opened.screen.getByRole('button', { name: /^Actions for the group, Staging/ }))
    fireEvent.click(await opened.screen.findByRole('menuitem', { name: 'Select 2 tunnels' }))
    expect(bar(opened)?.textContent).toContain('2 selected')
  })
})
