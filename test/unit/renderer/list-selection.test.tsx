// @vitest-environment happy-dom
import { act, fireEvent, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'
import { open, tunnelRows } from './support.tsx'

type Opened = Awaited<ReturnType<typeof open>>

/** Four tunnels of production and two of staging; one has two connections open, one is stopped. */
const few = () => {
  const now = Date.now()
  const carrying = fixtureTunnel(15432, { clients: { open: 2, waiting: 0 } }, now)
  const rest = [15433, 13306, 16379, 25432, 29200].map((port) =>
    fixtureTunnel(port, { clients: { open: 0, waiting: 0 } }, now),
  )
  return fixtureSnapshot({ tunnels: [carrying, ...rest] }, now)
}

const portOf = (row: HTMLElement): number => Number(row.dataset['tunnel']?.slice(-5))
const selected = ({ screen }: Opened): readonly number[] =>
  tunnelRows(screen)
    .filter((row) => row.getAttribute('aria-selected') === 'true')
    .map(portOf)
const row = ({ screen }: Opened, port: number): HTMLElement => {
  const found = tunnelRows(screen).find((one) => portOf(one) === port)
  if (found === undefined) throw new Error(`no row of ${port}`)
  return found
}
const head = ({ screen }: Opened, name: RegExp): HTMLElement =>
  within(screen.getByRole('grid')).getByRole('button', { name })

describe('selecting several', () => {
  test('Command adds and takes away, Shift selects what is between, a plain click starts anew', async () => {
    const opened = await open(few())
    fireEvent.click(row(opened, 15433), { metaKey: true })
    fireEvent.click(row(opened, 16379), { metaKey: true })
    expect(selected(opened)).toEqual([15433, 16379])
    fireEvent.click(row(opened, 15433), { metaKey: true })
    expect(selected(opened)).toEqual([16379])
    fireEvent.click(row(opened, 16379))
    fireEvent.click(row(opened, 25432), { shiftKey: true })
    expect(selected(opened)).toEqual([16379, 25432])
    fireEvent.click(row(opened, 15432), { shiftKey: true })
    expect(selected(opened)).toEqual([15432, 15433, 13306, 16379])
    fireEvent.click(row(opened, 13306))
    expect(selected(opened)).toEqual([13306])
    expect(opened.screen.queryByRole('toolbar', { name: 'Selected tunnels' })).toBeNull()
  })

  test('a row whose panel is open is the first of those that Command adds to', async () => {
    const opened = await open(few())
    fireEvent.click(row(opened, 15433))
    fireEvent.click(row(opened, 29200), { metaKey: true })
    expect(selected(opened)).toEqual([15433, 29200])
  })

  test('Shift with the arrows grows and shrinks it, Command A takes all, Escape gives it up and keeps the panel', async () => {
    const opened = await open(few())
    fireEvent.click(row(opened, 15433))
    row(opened, 15433).focus()
    const press = (key: string, more = {}): void => void fireEvent.keyDown(document.activeElement!, { key, ...more })
    press('ArrowDown', { shiftKey: true })
    press('ArrowDown', { shiftKey: true })
    expect(selected(opened)).toEqual([15433, 13306, 16379])
    press('ArrowUp', { shiftKey: true })
    expect(selected(opened)).toEqual([15433, 13306])
    press('a', { metaKey: true })
    expect(selected(opened)).toHaveLength(6)
    press('Escape')
    expect(opened.screen.queryByRole('toolbar', { name: 'Selected tunnels' })).toBeNull()
    expect(opened.screen.getByRole('complementary', { name: 'Tunnel detail' })).toBeTruthy()
    press('Escape')
    expect(opened.screen.queryByRole('complementary', { name: 'Tunnel detail' })).toBeNull()
  })

  test('a stop that would end connections asks once for all, and ends as many as were seen', async () => {
    const opened = await open(few())
    for (const port of [15432, 15433, 29200]) fireEvent.click(row(opened, port), { metaKey: true })
    const bar = opened.screen.getByRole('toolbar', { name: 'Selected tunnels' })
    expect(within(bar).getByText('3 selected')).toBeTruthy()
    fireEvent.click(within(bar).getByRole('button', { name: 'Stop' }))
    const question = opened.screen.getByRole('alertdialog', { name: 'Stop 3 tunnels? 2 connections are open.' })
    expect(opened.client.inputsOf('tunnel.disarm')).toEqual([])
    const keep = within(question).getByRole('button', { name: 'Keep open' })
    await waitFor(() => expect(document.activeElement).toBe(keep))
    fireEvent.click(within(question).getByRole('button', { name: 'End 2 and stop' }))
    expect(opened.client.inputsOf('tunnel.disarm')).toEqual([
      { id: tunnelIdOf(15432), ending: { connections: 'end', atMost: 2 } },
      { id: tunnelIdOf(15433), ending: { connections: 'end', atMost: 0 } },
    ])
  })

  test('those that are stopped start to listen, and all of them move', async () => {
    const opened = await open(few())
    for (const port of [15433, 29200]) fireEvent.click(row(opened, port), { metaKey: true })
    const bar = opened.screen.getByRole('toolbar', { name: 'Selected tunnels' })
    fireEvent.click(within(bar).getByRole('button', { name: 'Start listening' }))
    expect(opened.client.inputsOf('tunnel.arm')).toEqual([{ id: tunnelIdOf(29200) }])
    fireEvent.click(within(bar).getByRole('button', { name: 'Move to…' }))
    fireEvent.click(await opened.screen.findByRole('menuitem', { name: 'Staging' }))
    const moved = opened.client.inputsOf('tunnel.change')
    expect(moved.map(({ id, draft }) => [id, draft.definition.environment])).toEqual([[tunnelIdOf(15433), 'staging']])
  })

  test('Space switches all that are selected with the row', async () => {
    const opened = await open(few())
    for (const port of [25432, 29200]) fireEvent.click(row(opened, port), { metaKey: true })
    fireEvent.keyDown(row(opened, 25432), { key: ' ' })
    expect(opened.client.inputsOf('tunnel.arm')).toEqual([{ id: tunnelIdOf(29200) }])
  })
})

describe('groups', () => {
  test('fold to their head, and stay so', async () => {
    const opened = await open(few())
    const staging = head(opened, /^Staging/)
    expect(staging.getAttribute('aria-expanded')).toBe('true')
    fireEvent.click(staging)
    expect(staging.getAttribute('aria-expanded')).toBe('false')
    expect(tunnelRows(opened.screen)).toHaveLength(4)
    expect(opened.services.view.getState().collapsed).toHaveLength(1)
  })

  test('fold by their name, and by nothing else of the head', async () => {
    const opened = await open(few())
    fireEvent.click(opened.screen.getByText('7301 5520 4418'))
    expect(tunnelRows(opened.screen)).toHaveLength(6)
    fireEvent.click(within(head(opened, /^Staging/)).getByText('Staging'))
    expect(tunnelRows(opened.screen)).toHaveLength(4)
  })

  test('are left and entered with the arrows; a search looks into those that are folded', async () => {
    const opened = await open(few())
    const press = (key: string): void => void fireEvent.keyDown(document.activeElement!, { key })
    row(opened, 29200).focus()
    press('ArrowLeft')
    expect(document.activeElement).toBe(head(opened, /^Staging/))
    press('ArrowLeft')
    expect(tunnelRows(opened.screen)).toHaveLength(4)
    press('ArrowUp')
    expect(document.activeElement).toBe(row(opened, 16379))
    press('ArrowDown')
    expect(document.activeElement).toBe(head(opened, /^Staging/))
    fireEvent.change(opened.screen.getByRole('searchbox'), { target: { value: 'staging opensearch' } })
    expect(tunnelRows(opened.screen).map(portOf)).toEqual([29200])
    fireEvent.change(opened.screen.getByRole('searchbox'), { target: { value: '' } })
    head(opened, /^Staging/).focus()
    press('ArrowRight')
    press('ArrowRight')
    expect(document.activeElement).toBe(row(opened, 25432))
  })

  test('open for a tunnel that the tray leads to', async () => {
    const opened = await open(few())
    fireEvent.click(head(opened, /^Staging/))
    act(() => opened.client.emit('navigate', { to: 'tunnel', id: tunnelIdOf(29200) }))
    expect(selected(opened)).toEqual([29200])
  })

  test('are stopped as a whole, after a question where connections are open', async () => {
    const opened = await open(few())
    fireEvent.click(opened.screen.getByRole('button', { name: /^Actions for the group, Staging/ }))
    fireEvent.click(await opened.screen.findByRole('menuitem', { name: 'Stop' }))
    expect(opened.client.inputsOf('tunnel.disarm').map(({ id }) => id)).toEqual([tunnelIdOf(25432)])
    fireEvent.click(opened.screen.getByRole('button', { name: /^Actions for the group, Production/ }))
    fireEvent.click(await opened.screen.findByRole('menuitem', { name: 'Stop' }))
    expect(opened.screen.getByRole('alertdialog', { name: 'Stop 4 tunnels? 2 connections are open.' })).toBeTruthy()
  })

  test('are sorted inside, by what was chosen', async () => {
    const opened = await open(few())
    const ports = (): readonly number[] => tunnelRows(opened.screen).map(portOf)
    act(() => opened.services.view.setState({ sort: 'port' }))
    expect(ports()).toEqual([13306, 15432, 15433, 16379, 25432, 29200])
    act(() => opened.services.view.setState({ sort: 'name' }))
    expect(ports()).toEqual([13306, 15433, 15432, 16379, 29200, 25432])
    act(() => opened.services.view.setState({ sort: 'state' }))
    expect(ports()[0]).toBe(13306)
    expect(opened.screen.getByRole('button', { name: 'Sorted by state' })).toBeTruthy()
  })
})

describe('the focus', () => {
  test('goes to the next row when its own is deleted, and to the last from the end', async () => {
    const opened = await open(few())
    const remove = (port: number, revision: number): void =>
      act(() =>
        opened.client.emit('snapshot.update', { revision, change: { type: 'tunnel-removed', id: tunnelIdOf(port) } }),
      )
    row(opened, 13306).focus()
    remove(13306, 2)
    expect(document.activeElement).toBe(row(opened, 16379))
    row(opened, 29200).focus()
    remove(29200, 3)
    expect(document.activeElement).toBe(row(opened, 25432))
  })

  test('is in the list again after the page of a failure', async () => {
    const opened = await open(few())
    fireEvent.click(within(row(opened, 13306)).getByRole('button', { name: 'See why' }))
    expect(opened.screen.queryByRole('grid')).toBeNull()
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(document.activeElement).toBe(row(opened, 13306))
  })

  test('stays in the list when a panel closes whose row is filtered away', async () => {
    const opened = await open(few())
    fireEvent.click(row(opened, 13306))
    fireEvent.change(opened.screen.getByRole('searchbox'), { target: { value: 'staging' } })
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(opened.screen.queryByRole('complementary', { name: 'Tunnel detail' })).toBeNull()
    expect(document.activeElement).toBe(row(opened, 25432))
  })
})
