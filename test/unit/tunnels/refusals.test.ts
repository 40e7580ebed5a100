import { describe, expect, it } from 'vitest'
import type { RefusedClient } from '#contract/refused-client.ts'
import { settings } from '#contract/snapshot.ts'
import { guardOf } from '#core/app/tunnels/door-guard.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { settle } from './fakes.ts'
import { setStage, viewOf } from './stage.ts'

const spec = sampleTunnel({ armed: true })
const { id } = spec
const page = (origin: string): RefusedClient => ({ reason: 'web', protocol: 'http', origin, browser: 'Chrome' })

describe('clients that a door refused', () => {
  it('are one line of history for as long as they try, and start nothing', async () => {
    const stage = await setStage(spec)
    const tell = (client: RefusedClient, clients: number): void =>
      stage.relay.tell({ type: 'clients-refused', tunnelId: id, client, clients })
    const lines = (): readonly unknown[] =>
      viewOf(stage, id).timeline.map(({ kind, problem }) => {
        if (problem?.code !== 'CLIENT_REFUSED') return kind
        const { client, clients } = problem.details
        return [client.reason === 'web' ? client.origin : client.reason, clients]
      })
    tell(page('http://a.example'), 1)
    tell(page('http://a.example'), 2)
    expect(lines()).toEqual([['http://a.example', 3], 'armed'])
    tell(page('http://b.example'), 1)
    tell({ reason: 'not-understood' }, 7)
    expect(lines()).toEqual([['not-understood', 7], ['http://b.example', 1], ['http://a.example', 3], 'armed'])
    await stage.clock.advance(60_000)
    tell({ reason: 'not-understood' }, 1)
    expect(lines().slice(0, 2)).toEqual([
      ['not-understood', 1],
      ['not-understood', 7],
    ])
    await settle()
    expect(viewOf(stage, id).status.kind).toBe('armed')
    expect(stage.relay.ordersOf('start-session')).toEqual([])
  })

  it('are a problem of the app when they are web pages: the last of each tunnel, until it is gone', async () => {
    const stage = await setStage(spec)
    const told: number[] = []
    stage.supervisor.onProblems((problems) => told.push(problems.length))
    stage.relay.tell({ type: 'clients-refused', tunnelId: id, client: { reason: 'not-understood' }, clients: 1 })
    expect([stage.supervisor.problems(), told]).toEqual([[], []])
    stage.relay.tell({ type: 'clients-refused', tunnelId: id, client: page('http://a.example'), clients: 1 })
    stage.relay.tell({ type: 'clients-refused', tunnelId: id, client: page('http://b.example'), clients: 2 })
    const details = { port: spec.preference.localPort, tunnelId: id, client: page('http://b.example'), clients: 2 }
    expect(stage.supervisor.problems()).toMatchObject([{ code: 'CLIENT_REFUSED', details }])
    expect(told).toEqual([1, 1])
    const nameless = { reason: 'web', protocol: 'tls' } as const
    stage.relay.tell({ type: 'clients-refused', tunnelId: id, client: nameless, clients: 1 })
    expect(stage.supervisor.problems()).toMatchObject([{ details }])
    await stage.clock.advance(60_000)
    stage.relay.tell({ type: 'clients-refused', tunnelId: id, client: nameless, clients: 1 })
    expect(stage.supervisor.problems()).toMatchObject([{ details: { client: nameless } }])
    await stage.supervisor.remove(id)
    expect(stage.supervisor.problems()).toEqual([])
  })

  it('are let in by a door that is open when the tunnel says so', async () => {
    const stage = await setStage(spec)
    expect(stage.relay.ordersOf('open-door')[0]?.guard).toEqual(guardOf(spec, settings.parse({})))
    const { definition, preference } = spec
    const allowedOrigins = ['https://dashboards.example']
    const localNames = ['db.local.test']
    await stage.supervisor.change(id, { definition, preference: { ...preference, allowedOrigins, localNames } })
    const guard = { endpoint: definition.endpoint, allowedOrigins, localNames, programs: 'any-user' }
    expect(stage.relay.ordersOf('guard-door')).toEqual([{ type: 'guard-door', tunnelId: id, guard }])
    stage.changeSettings({ theme: 'dark' })
    stage.changeSettings({ portUsers: 'same-user' })
    expect(stage.relay.ordersOf('guard-door').map((order) => order.guard.programs)).toEqual(['any-user', 'same-user'])
    expect(stage.relay.ordersOf('close-door')).toEqual([])
  })
})
