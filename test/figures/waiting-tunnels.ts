import type { Sandbox } from '#sandbox/start.ts'
import { codeOfStep, stepAt } from '#sandbox/service/sts/totp.ts'
import { mfaDevice } from '#sandbox/world/mfa.ts'
import { allow } from '../integration/identity/identity-setup.ts'
import { openTunnelWorld, type TunnelWorld } from '../integration/tunnels/tunnel-world.ts'
import { TestClient } from '../support/tcp.ts'
import type { TunnelFields } from '../support/tunnel-fields.ts'
import { promised } from '../support/promised.ts'
import type { FigureRow } from './figure-row.ts'

/** Tunnels with a client that waits, and armed ones that nobody has come to. */
const counts = { wanted: 50, idle: 10 } as const
const greeting = 'hello'

/** Tunnels that stand on one question, with clients that wait at their ports. */
interface Crowd {
  readonly world: TunnelWorld
  readonly sandbox: Sandbox
  /** Resolves with the time (ms, monotonic) at which each client has its echo. */
  readonly served: readonly Promise<number>[]
  /** Clients whose socket was closed. */
  cut(): number
}

async function gather(world: TunnelWorld, sandbox: Sandbox, fields: Partial<TunnelFields>): Promise<Crowd> {
  for (let index = 0; index < counts.idle; index += 1) await world.armTunnel(fields)
  const doors: { port: number }[] = []
  for (let index = 0; index < counts.wanted; index += 1) doors.push(await world.armTunnel(fields))
  let cut = 0
  const served = doors.map(async ({ port }) => {
    const client = await TestClient.connect(port)
    void client.closed.then(() => (cut += 1))
    client.socket.write(greeting)
    await client.bytes(greeting.length)
    return performance.now()
  })
  await Promise.all(
    world.supervisor
      .views()
      .slice(counts.idle)
      .map(({ id }) => world.seen(id, isAsking)),
  )
  return { world, sandbox, served, cut: () => cut }
}

const isAsking = ({ status, clients }: { status: { kind: string; step?: string }; clients: { waiting: number } }) =>
  status.kind === 'connecting' && (status.step === 'sign-in' || status.step === 'code') && clients.waiting > 0

/** What all have in common: how soon the first client is served, who was cut, and what idle tunnels started. */
async function figuresOf(
  { sandbox, served, cut }: Crowd,
  by: string,
  answeredAt: number,
): Promise<readonly FigureRow[]> {
  const first = (await Promise.race(served)) - answeredAt
  await Promise.all(served)
  const starts = sandbox.state().calls.filter(({ action }) => action === 'StartSession').length
  const lost = cut()
  return [
    {
      name: `${by}: first client served after it`,
      value: round(first),
      unit: 'ms',
      goal: '≤ 2000',
      holds: first <= 2_000,
    },
    { name: `${by}: clients cut meanwhile`, value: lost, unit: 'clients', goal: '0', holds: lost === 0 },
    {
      name: `${by}: sessions of armed tunnels without a client`,
      value: starts - counts.wanted,
      unit: 'sessions',
      goal: '0',
      holds: starts === counts.wanted,
    },
  ]
}

const round = (milliseconds: number): number => Math.round(milliseconds)

/** Fifty tunnels whose sign-in has ended: one tab, and everybody goes on with it. */
export async function oneSignIn(sandbox: Sandbox): Promise<readonly FigureRow[]> {
  const by = '50 tunnels on one ended sign-in'
  await sandbox.seedSignIn()
  sandbox.fault({ kind: 'expire-access-tokens' }, { kind: 'revoke-tokens' })
  const world = await openTunnelWorld(sandbox)
  try {
    const { identity } = world
    const { promise: opened, resolve } = promised<string>()
    identity.person = async (url) => resolve(url)
    const crowd = await gather(world, sandbox, {})
    const page = await opened
    const answeredAt = performance.now()
    await allow(page)
    const rows = await figuresOf(crowd, by, answeredAt)
    const tabs = identity.pages.length
    return [{ name: `${by}: browser tabs`, value: tabs, unit: 'tabs', goal: '1', holds: tabs === 1 }, ...rows]
  } finally {
    await world.dispose()
  }
}

/** The same on the code of one MFA device. */
export async function oneCode(sandbox: Sandbox): Promise<readonly FigureRow[]> {
  const by = '50 tunnels on one MFA code'
  const world = await openTunnelWorld(sandbox)
  try {
    const { mfa } = world.identity
    const { promise: asked, resolve } = promised<string>()
    let questions = 0
    const stop = mfa.onChange(({ id, status }) => {
      if (status.kind !== 'waiting-code') return
      questions += 1
      resolve(id)
    })
    const crowd = await gather(world, sandbox, { profile: { type: 'named', name: 'orders-mfa' } })
    const device = await asked
    const answeredAt = performance.now()
    const answer = await mfa.answer(device, codeOfStep(mfaDevice.secret, stepAt(Date.now())))
    if (!answer.ok) throw new Error(answer.error.code)
    const rows = await figuresOf(crowd, by, answeredAt)
    stop()
    return [
      { name: `${by}: questions`, value: questions, unit: 'questions', goal: '1', holds: questions === 1 },
      ...rows,
    ]
  } finally {
    await world.dispose()
  }
}

/** Starts that AWS takes in a second, of an account. */
const startsPerSecond = 3

/** The rest of fifty, when AWS takes three starts a second: nobody is cut, and no time is lost beyond that. */
export async function throttledStarts(sandbox: Sandbox): Promise<readonly FigureRow[]> {
  const by = `50 tunnels, ${startsPerSecond} starts a second`
  await sandbox.seedSignIn()
  sandbox.fault({ kind: 'expire-access-tokens' }, { kind: 'revoke-tokens' })
  const world = await openTunnelWorld(sandbox)
  try {
    const { promise: opened, resolve } = promised<string>()
    world.identity.person = async (url) => resolve(url)
    const crowd = await gather(world, sandbox, {})
    const page = await opened
    sandbox.fault({ kind: 'rate-limit', action: 'StartSession', perSecond: startsPerSecond })
    const answeredAt = performance.now()
    await allow(page)
    const last = Math.max(...(await Promise.all(crowd.served))) - answeredAt
    const goal = (counts.wanted / startsPerSecond) * 1_000 + 2_000
    const lost = crowd.cut()
    return [
      {
        name: `${by}: last client served`,
        value: round(last),
        unit: 'ms',
        goal: `≤ ${round(goal)}`,
        holds: last <= goal,
      },
      { name: `${by}: clients cut meanwhile`, value: lost, unit: 'clients', goal: '0', holds: lost === 0 },
    ]
  } finally {
    await world.dispose()
  }
}
