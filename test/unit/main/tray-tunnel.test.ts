import { describe, expect, it } from 'vitest'
import type { TunnelView } from '#contract/snapshot.ts'
import type { TunnelStatus } from '#contract/status.ts'
import { routeOf } from '../../support/snapshot-fixtures.ts'
import { draftOf } from '#test/support/tunnel-fields.ts'
import { tunnelItem } from '../../../main/tray/tray-tunnel.ts'
import { messagesOf } from '#words/messages.ts'

const armed: TunnelStatus = { kind: 'armed', since: Date.UTC(2026, 10, 22, 9, 0) }
const id = '3f1e9f0e-6c0b-4c0a-9d59-000000000001'
const place = { address: '192.168.1.7', interfaceName: 'eth0', network: '192.168.1.0/24' }

function tunnel(part: Partial<TunnelView> = {}): TunnelView {
  const draft = draftOf({
    name: 'orders-db',
    environment: 'development',
    kind: 'postgresql',
    profile: { type: 'named', name: 'dev' },
    region: 'eu-west-1',
    target: { by: 'id', id: 'i-0ab3f29c81d7e4402' },
    endpoint: { host: 'orders.example', port: 5_432 },
    localPort: 15_432,
  })
  const route = routeOf(['idle', 'idle', 'idle', 'idle', 'idle'])
  return { ...draft, id, armed: true, status: armed, clients: { open: 0, waiting: 0 }, route, timeline: [], ...part }
}

const itemOf = (view: TunnelView) => {
  const item = tunnelItem(view, messagesOf('en'), 'linux')
  return item.kind === 'tunnel' ? item : null
}
const wayBack = { kind: 'action', label: 'This computer only', action: { do: 'conceal', id } }

describe('a tunnel in the tray', () => {
  it('is named by its port, and by its address where that is not localhost', () => {
    expect(itemOf(tunnel())?.label).toBe('orders-db :15432 · armed')
    const { preference } = tunnel()
    const own = itemOf(tunnel({ preference: { ...preference, localAddress: '127.0.0.2' } }))
    expect(own?.label).toBe('orders-db 127.0.0.2:15432 · armed')
  })

  it('says where it is open to a network, with the way back', () => {
    const item = itemOf(tunnel({ exposure: { kind: 'open', place } }))
    expect(item?.label).toBe('orders-db :15432 · armed · open to the network at 192.168.1.7')
    expect(item?.items).toContainEqual(wayBack)
  })

  it('says nothing of a network that it is not open to now, and has the way back all the same', () => {
    const item = itemOf(tunnel({ exposure: { kind: 'away', place } }))
    expect(item?.label).toBe('orders-db :15432 · armed')
    expect(item?.items).toContainEqual(wayBack)
    expect(itemOf(tunnel())?.items).not.toContainEqual(wayBack)
  })
})
