import { endAtMost } from '#domain/ending/ending.ts'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { TestClient } from '#test/support/tcp.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

const [ordersProd, ordersStaging] = ['482100973316', '730155204418']
const profile = { type: 'named', name: 'mine' } as const

let home: string
let sandbox: Sandbox
let world: TunnelWorld
let config: string

/** The profile as somebody edits it: an IAM user's keys that assume a role of an account. */
const leadTo = async (accountId: string, role = 'DatabaseTunnel'): Promise<void> => {
  const before = (await readFile(config, 'utf8')).replace(/\n\[profile mine\][^]*$/, '')
  const section = `[profile mine]\nrole_arn = arn:aws:iam::${accountId}:role/${role}\nsource_profile = ci-tunnel\n`
  await writeFile(config, `${before}\n${section}`)
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-home-'))
  sandbox = await startSandbox({ databases: [], home })
  config = sandbox.environment['AWS_CONFIG_FILE'] ?? ''
  await leadTo(ordersProd)
  world = await openTunnelWorld(sandbox)
})
afterEach(async () => {
  await world.dispose()
  await sandbox.stop()
  await rm(home, { recursive: true, force: true })
})

/** …while the app runs, which notices it a moment later. */
async function editedTo(accountId: string, role: string): Promise<void> {
  await leadTo(accountId, role)
  await expect
    .poll(() => world.identity.callerOf({ profile, region: 'eu-central-1' }))
    .toEqual({ accountId, name: role })
}

const starts = (): number => sandbox.state().calls.filter(({ action }) => action === 'StartSession').length
const savedOf = (id: string) => world.supervisor.savedTunnels().find((one) => one.id === id)

async function served(port: number): Promise<void> {
  const client = await TestClient.connect(port)
  client.socket.write('hello')
  await client.bytes('hello'.length)
  client.socket.destroy()
}

describe('a tunnel with a profile of a person’s own', () => {
  it('remembers whose credentials it was opened with', async () => {
    const { id, port } = await world.armTunnel({ profile })
    await served(port)
    expect(savedOf(id)).toMatchObject({
      definition: { account: { accountId: ordersProd } },
      preference: { identity: { accountId: ordersProd, name: 'DatabaseTunnel' } },
    })
  })

  it.each([
    ['another account', ordersStaging, 'DatabaseTunnel'],
    ['another role', ordersProd, 'ReadOnly'],
  ])('is not opened with %s: both are said, and no session is started', async (_, accountId, role) => {
    const { id, port } = await world.armTunnel({ profile })
    await served(port)
    await world.supervisor.disarm(id, endAtMost(5))
    const before = starts()
    await editedTo(accountId, role)
    await world.supervisor.arm(id)
    await world.supervisor.connect(id)
    const { status } = await world.seen(id, (view) => view.status.kind === 'failed')
    expect(status).toMatchObject({
      problem: {
        code: 'IDENTITY_CHANGED',
        details: {
          profile: 'mine',
          was: { accountId: ordersProd, name: 'DatabaseTunnel' },
          is: { accountId, name: role },
        },
      },
    })
    expect(starts()).toBe(before)
    expect(savedOf(id)?.preference.identity).toEqual({ accountId: ordersProd, name: 'DatabaseTunnel' })
  })

  it('is opened with the new one once a person says so, and from then on with that alone', async () => {
    const { id, port } = await world.armTunnel({ profile })
    await served(port)
    await world.supervisor.disarm(id, endAtMost(5))
    await editedTo(ordersProd, 'PortForwardOnly')
    await world.supervisor.connect(id)
    await world.seen(id, (view) => view.status.kind === 'failed')
    expect(await world.supervisor.useIdentity(id)).toMatchObject({ ok: true })
    await served(port)
    expect(savedOf(id)?.preference.identity).toEqual({ accountId: ordersProd, name: 'PortForwardOnly' })
    // There is nothing more to say yes to.
    expect(await world.supervisor.useIdentity(id)).toMatchObject({ ok: false })
  })

  it('judges what is opened from it by whom it is for, while it has that profile and is there', async () => {
    const { id, port } = await world.armTunnel({ profile })
    const { pins } = world.supervisor
    const other = { accountId: ordersStaging, name: 'PowerUser' }
    expect(pins.problemOf(id, profile, other)).toBeNull()
    await served(port)
    expect(pins.problemOf(id, profile, other)).toMatchObject({ code: 'IDENTITY_CHANGED', details: { is: other } })
    expect(pins.problemOf(id, profile, { accountId: ordersProd, name: 'DatabaseTunnel' })).toBeNull()
    expect(pins.problemOf(id, { type: 'named', name: 'other' }, other)).toBeNull()
    await world.supervisor.remove(id, endAtMost(5))
    expect(pins.problemOf(id, profile, other)).toBeNull()
  })

  it('is opened where nobody can tell whose they are', async () => {
    const { port } = await world.armTunnel({ profile })
    sandbox.fault({ kind: 'error', action: 'GetCallerIdentity', code: 'ServiceUnavailable', status: 503, times: 99 })
    await served(port)
  })

  it('takes nothing from inherited variables', async () => {
    await world.dispose()
    const keys = sandbox.issueCredentials('orders-staging', 'PowerUser')
    const inherited = {
      AWS_PROFILE: 'ci-reader',
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
      AWS_REGION: 'us-east-1',
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/Other',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
    }
    world = await openTunnelWorld({ ...sandbox, environment: { ...sandbox.environment, ...inherited } })
    const { id, port } = await world.armTunnel({ profile })
    await served(port)
    expect(savedOf(id)?.preference.identity).toEqual({ accountId: ordersProd, name: 'DatabaseTunnel' })
    const [start] = sandbox.state().calls.filter(({ action }) => action === 'StartSession')
    expect(start).toMatchObject({ region: 'ap-northeast-1', caller: expect.stringContaining(`::${ordersProd}:`) })
  })
})

describe('what a page saves', () => {
  it('says nothing about whose credentials are right', async () => {
    const { id, port } = await world.armTunnel({ profile })
    await served(port)
    const saved = savedOf(id)
    if (saved === undefined) throw new Error('no tunnel')
    const { definition, preference } = saved
    const other = { accountId: ordersStaging, name: 'PowerUser' }
    await world.supervisor.change(id, { definition, preference: { ...preference, identity: other } }, endAtMost(5))
    expect(savedOf(id)?.preference.identity).toEqual(preference.identity)
    const byOther = { ...preference, profile: { type: 'named', name: 'ci-tunnel' } as const }
    await world.supervisor.change(id, { definition, preference: byOther }, endAtMost(5))
    expect(savedOf(id)?.preference.identity).toBeUndefined()
  })
})
