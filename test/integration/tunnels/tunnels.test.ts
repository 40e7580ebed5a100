import { endAtMost } from '#domain/ending/ending.ts'
import { basename } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { serve, TestClient } from '#test/support/tcp.ts'
import { withFields } from '#test/support/tunnel-fields.ts'
import { allow, deny } from '../identity/identity-setup.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

let sandbox: Sandbox
let world: TunnelWorld

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.reset()
  world = await openTunnelWorld(sandbox)
})
afterEach(async () => {
  await world.dispose()
  expect(sandbox.state().sessions.active).toEqual([])
  expect(sandbox.state().sessions.onGateway).toEqual([])
})

const signIn = (): Promise<unknown> => world.identity.signIns.start('harborline')
const health = (hops: readonly { readonly health: string }[]): string => hops.map((hop) => hop.health).join(' ')

const echo = async (client: TestClient, text: string): Promise<void> => expect(await client.answerTo(text)).toBe(text)

describe('a client at an armed port', () => {
  it('is parked through the sign-in and the session, and then its bytes flow', async () => {
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    await echo(client, 'hello from before there was a session')
    expect(world.identity.pages).toHaveLength(1)
    const view = await world.seen(id, ({ status, route }) => status.kind === 'ready' && route[4]?.health === 'ok')
    expect(health(view.route)).toBe('ok ok ok ok ok')
    expect(view.route[3]?.facts).toMatchObject({ targetId: 'i-0ab3f29c81d7e4402', matches: 2 })
    const named = await world.seen(id, ({ route }) => route[0].facts.programs.length > 0)
    expect(named.route[0].facts.programs).toEqual([
      { program: basename(process.execPath), pid: process.pid, connections: 1 },
    ])
    client.socket.destroy()
  })

  it('shares one session and one browser tab with all the others', async () => {
    const tunnels = [await world.armTunnel(), await world.armTunnel({ name: 'second' })]
    const clients = await Promise.all(
      tunnels.flatMap(({ port }) => [TestClient.connect(port), TestClient.connect(port, '::1')]),
    )
    await Promise.all(clients.map((client, index) => echo(client, `client ${index}`)))
    expect(world.identity.pages).toHaveLength(1)
    expect(sandbox.state().sessions.active).toHaveLength(2)
    for (const client of clients) client.socket.destroy()
  })

  it('is closed when the user denies the sign-in, and let in by itself after the next one', async () => {
    world.identity.person = deny
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    await client.closedOrEnded()
    const failed = await world.seen(id, ({ status }) => status.kind === 'failed')
    expect(failed.status).toMatchObject({ problem: { code: 'SIGN_IN_DENIED' }, retry: null })
    world.identity.person = allow
    await signIn()
    await world.seen(id, ({ status }) => status.kind === 'open')
  })

  it('waits no longer once the port is closed, and no session comes of it', async () => {
    const opened = new Promise<string>((resolve) => {
      world.identity.person = async (url) => resolve(url)
    })
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    await world.seen(id, ({ status }) => status.kind === 'connecting' && status.step === 'sign-in')
    const page = await opened
    await world.supervisor.disarm(id, endAtMost(1))
    await client.closedOrEnded()
    // The sign-in that it was waiting for ends well, and nobody is there any more.
    await allow(page)
    await world.identity.seen('harborline', ({ status }) => status.kind === 'signed-in')
    expect(await world.seen(id, () => true)).toMatchObject({ status: { kind: 'stopped' } })
    expect(sandbox.state().calls.filter(({ action }) => action === 'StartSession')).toEqual([])
  })
})

describe('a session', () => {
  beforeEach(signIn)

  it('is over when the switch goes off: nothing is active and nobody listens', async () => {
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    await echo(client, 'x')
    await world.supervisor.disarm(id, endAtMost(1))
    await expect(TestClient.connect(port)).rejects.toThrow('ECONNREFUSED')
    await world.end(5_000)
    expect(sandbox.state().sessions.active).toEqual([])
  })

  it.each([
    ['at the same address', 'same-address'],
    ['at another address', 'new-address'],
    ['without an address', 'without-address'],
  ] as const)('whose channel drops is resumed %s, and the client keeps its socket', async (_where, resume) => {
    sandbox.fault({ kind: 'agent', behaviour: { resume } })
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    await echo(client, 'before')
    const { sessionId } = sandbox.state().sessions.active[0]!
    const changed = world.seen(id, ({ status }) => status.kind === 'unknown')
    sandbox.fault({ kind: 'drop-session' })
    await changed
    await world.seen(id, ({ status }) => status.kind === 'ready')
    await echo(client, 'after')
    expect(sandbox.state().sessions.active.map((session) => session.sessionId)).toEqual([sessionId])
    client.socket.destroy()
  })

  it('that the service ends is replaced, and the next client goes through the new one', async () => {
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    await echo(client, 'before')
    sandbox.fault({ kind: 'end-session', output: 'ended by an administrator' })
    await client.closedOrEnded()
    await world.seen(id, ({ status }) => status.kind === 'reconnecting')
    const next = await TestClient.connect(port)
    await echo(next, 'after')
    expect(sandbox.state().sessions.active).toHaveLength(1)
    next.socket.destroy()
  })

  it('lives on when the database refuses, and the last hop says so', async () => {
    const { id, port } = await world.armTunnel({ endpoint: { host: 'retired-db.harborline.internal', port: 5432 } })
    const client = await TestClient.connect(port)
    await client.closedOrEnded()
    const view = await world.seen(id, ({ status }) => status.kind === 'failed')
    expect(view.status).toMatchObject({ problem: { code: 'ENDPOINT_REFUSED' }, retry: null })
    expect(health(view.route)).toMatch(/ok ok ok fail$/)
    expect(sandbox.state().sessions.active).toHaveLength(1)
  })

  it('goes through another match once the first comes to nothing, and stays there', async () => {
    const [first, other] = ['i-0ab3f29c81d7e4402', 'i-0c7e41d8b5a90f236']
    sandbox.fault({ kind: 'node', target: other, connection: 'online' })
    sandbox.fault({ kind: 'agent', target: first, behaviour: { dialTarget: { kind: 'refused' } } })
    const { id, port } = await world.armTunnel()
    await (await TestClient.connect(port)).closedOrEnded()
    const failed = await world.seen(id, ({ status }) => status.kind === 'failed')
    expect(failed.route[3].facts).toMatchObject({ targetId: first, othersOnline: 1 })
    await world.supervisor.anotherMatch(id)
    const client = await TestClient.connect(port)
    await echo(client, 'through the other')
    const open = await world.seen(id, ({ route }) => route[3].facts.targetId === other)
    expect(open.route[3].facts).toMatchObject({ matches: 2, othersOnline: 1 })
    expect(sandbox.state().sessions.active.map(({ targetId }) => targetId)).toEqual([other])
    client.socket.destroy()
  })

  it('that can not start names the hop: the bastion is offline', async () => {
    sandbox.fault({ kind: 'node', target: 'i-0ab3f29c81d7e4402', connection: 'lost' })
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    const view = await world.seen(id, ({ status }) => status.kind === 'failed')
    expect(view.status).toMatchObject({
      problem: { code: 'TARGET_NOT_CONNECTED' },
      retry: { attempt: 1, of: null },
    })
    // The client waits for the planned try, which the user makes sooner.
    expect(view.clients).toEqual({ open: 0, waiting: 1 })
    sandbox.fault({ kind: 'node', target: 'i-0ab3f29c81d7e4402', connection: 'online' })
    await world.supervisor.connect(id)
    await echo(client, 'once the bastion is back')
    client.socket.destroy()
  })

  it('and its port come back after the relay is gone', async () => {
    const { id, port } = await world.armTunnel()
    const client = await TestClient.connect(port)
    await echo(client, 'before')
    await world.relay.crash()
    expect(world.supervisor.views()[0]?.status.kind).toBe('unknown')
    world.relay.start()
    await world.seen(id, ({ status }) => status.kind === 'open')
    const next = await TestClient.connect(port)
    await echo(next, 'after')
    next.socket.destroy()
  })

  it('is checked after sleep before it is green again', async () => {
    const { id } = await world.armTunnel()
    await world.supervisor.connect(id)
    await world.seen(id, ({ status }) => status.kind === 'open')
    world.supervisor.slept()
    expect(world.supervisor.views()[0]?.status.kind).toBe('unknown')
    world.supervisor.woke()
    const view = await world.seen(id, ({ status }) => status.kind === 'open')
    expect(view.route[2].facts?.latencyMs).toBeGreaterThanOrEqual(0)
  })
})

describe('a local port', () => {
  it('that another program has names the program, and is taken when it is free', async () => {
    const other = await serve(() => {})
    const { id } = await world.armTunnel({ localPort: other.port })
    const view = await world.seen(id, ({ status }) => status.kind === 'failed')
    expect(view.status).toMatchObject({
      problem: { code: 'PORT_TAKEN', details: { program: basename(process.execPath), pid: process.pid } },
    })
    await other.close()
    await world.supervisor.arm(id)
    await world.seen(id, ({ status }) => status.kind === 'armed')
  })

  it('moves with its tunnel', async () => {
    const { id, port } = await world.armTunnel()
    const tunnel = await world.seen(id, () => true)
    const next = await serve(() => {})
    await next.close()
    await world.supervisor.change(id, withFields(tunnel, { localPort: next.port }), endAtMost(1))
    await world.seen(id, ({ status }) => status.kind === 'armed')
    const client = await TestClient.connect(next.port)
    client.socket.destroy()
    await expect(TestClient.connect(port)).rejects.toThrow('ECONNREFUSED')
  })
})
