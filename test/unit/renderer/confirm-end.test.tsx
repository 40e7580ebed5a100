// @vitest-environment happy-dom
import { act, fireEvent, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { CallInput } from '#contract/calls.ts'
import { endAtMost, keepOpen, mayEnd } from '#domain/ending/ending.ts'
import { fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

const id = tunnelIdOf(15432)
const used = fixtureTunnel(15432, { clients: { open: 3, waiting: 0 } })

/** The page over a main whose only tunnel carries three connections. */
const openUsed = () =>
  open(fixtureSnapshot({ tunnels: [used] }, Date.now()), {
    'tunnel.disarm': ({ ending = keepOpen }: CallInput<'tunnel.disarm'>) => mayEnd('disarm', [used], ending),
  })

test('the switch asks before three connections end: who they are, and nothing by a press of Enter or Escape', async () => {
  const { client, screen } = await openUsed()
  fireEvent.keyDown(screen.getByRole('row', { name: /orders-db writer/ }), { key: ' ' })
  const question = await screen.findByRole('alertdialog', {
    name: 'Stop orders-db writer? 3 connections are open.',
  })
  const lines = within(question).getAllByRole('listitem')
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    'DataGrip pid 412071 connection',
    'psql pid 412081 connection',
    'Another program 1 connection',
  ])
  const keep = within(question).getByRole('button', { name: 'Keep open' })
  await waitFor(() => expect(document.activeElement).toBe(keep))
  fireEvent.click(keep)
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(client.inputsOf('tunnel.disarm')).toEqual([{ id, ending: keepOpen }])
})

test('the question says what goes through at present, and for how long nothing has', async () => {
  const { client, screen } = await openUsed()
  const report = (at: number, rateIn: number): void =>
    act(() =>
      client.emit('traffic', {
        at,
        tunnels: { [id]: { bytesIn: 1_900_000_000, bytesOut: 0, rateIn, rateOut: 0 } },
      }),
    )
  report(Date.now(), 11_800_000)
  fireEvent.keyDown(screen.getByRole('row', { name: /orders-db writer/ }), { key: ' ' })
  const question = await screen.findByRole('alertdialog')
  const last = (): string | null => within(question).getAllByRole('listitem').at(-1)?.textContent ?? null
  expect(last()).toBe(' 1.9 GB so far, 12 MB/sSending now')
  report(Date.now() - 40_000, 1)
  report(Date.now(), 0)
  expect(last()).toMatch(/^ 1\.9 GB so far, 0 B\/sIdle (39|40|41) s$/)
})

test('several that are to stop are all named, those with connections with their programs and what they do', async () => {
  const tunnels = [used, fixtureTunnel(16379), fixtureTunnel(15433)]
  const { client, services, screen } = await open(fixtureSnapshot({ tunnels }, Date.now()))
  const quiet = { bytesIn: 84_000, bytesOut: 0, rateIn: 0, rateOut: 0 }
  act(() => client.emit('traffic', { at: Date.now(), tunnels: { [id]: { ...quiet, rateIn: 6_000 } } }))
  act(() => services.view.setState({ pendingStop: tunnels.map((tunnel) => tunnel.id) }))
  const question = screen.getByRole('alertdialog', { name: 'Stop 3 tunnels? 4 connections are open.' })
  const lines = within(question).getAllByRole('listitem')
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    'orders-db writer 84 KB so far, 6.0 KB/sDataGrip pid 41207, psql pid 412083 connectionsSending now',
    expect.stringMatching(/^session-cache primary .*pid 41207.*1 connection$/),
    'Without connections: orders-db reader',
  ])
})

test('once agreed, as many are ended as were seen', async () => {
  const { client, screen } = await openUsed()
  fireEvent.keyDown(screen.getByRole('row', { name: /orders-db writer/ }), { key: ' ' })
  const question = await screen.findByRole('alertdialog')
  fireEvent.click(within(question).getByRole('button', { name: 'End 3 and stop' }))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(client.inputsOf('tunnel.disarm').at(-1)).toEqual({ id, ending: endAtMost(3) })
})

test('deleting asks once, not twice', async () => {
  const { client, screen } = await openUsed()
  fireEvent.keyDown(screen.getByRole('row', { name: /orders-db writer/ }), { key: 'Delete' })
  const question = await screen.findByRole('alertdialog')
  fireEvent.click(within(question).getByRole('button', { name: 'End 3 and delete' }))
  await waitFor(() => expect(client.inputsOf('tunnel.remove')).toEqual([{ id, ending: endAtMost(3) }]))
})
