// @vitest-environment happy-dom
import { waitFor } from '@testing-library/react'
import { beforeAll, expect, it } from 'vitest'
import { noLayout } from '#contract/shell-layout.ts'
import { ok } from '#domain/result.ts'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

// What the window loads when it is first wanted takes longer than a test waits for what it shows.
beforeAll(async () => await import('../../../renderer/features/shells/index.tsx'), 60_000)

it('asks for the list again when a tunnel brings an account, and for nothing when it has been there', async () => {
  const first = fixtureSnapshot({ tunnels: [] })
  const { client, services } = await open(first, {
    'shell.layout': () => ok(noLayout),
    'target.list': () => ok({ places: [], favourites: [], recent: [] }),
  })
  services.view.setState({ screen: { name: 'shells' } })
  await waitFor(() => expect(client.inputsOf('target.list')).toHaveLength(1))
  const tunnel = fixtureTunnel(15432)
  client.emit('snapshot.update', { revision: first.revision + 1, change: { type: 'tunnel', tunnel } })
  await waitFor(() => expect(client.inputsOf('target.list')).toHaveLength(2))
  const used = { ...tunnel, clients: { ...tunnel.clients } }
  client.emit('snapshot.update', { revision: first.revision + 2, change: { type: 'tunnel', tunnel: used } })
  await waitFor(() => expect(services.snapshots.getState().snapshot?.revision).toBe(first.revision + 2))
  expect(client.inputsOf('target.list')).toHaveLength(2)
})
