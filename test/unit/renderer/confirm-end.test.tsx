// @vitest-environment happy-dom
import { fireEvent, waitFor, within } from '@testing-library/react'
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
