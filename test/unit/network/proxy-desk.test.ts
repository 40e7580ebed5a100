import { describe, expect, it, vi } from 'vitest'
import type { ProxyAddress } from '#contract/network.ts'
import { createKeptProxySignIns } from '#core/app/network/kept-proxy-sign-ins.ts'
import type { ProxyTrial } from '#core/app/network/ports.ts'
import { createProxyDesk } from '#core/app/network/proxy-desk.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const proxy: ProxyAddress = { scheme: 'http', host: 'p.corp', port: 3_128, credentials: null }
const host = 'ssm.eu-west-1.amazonaws.com:443'
const right = { user: 'mika', password: 'right' }
const log = { info: vi.fn(), warn: vi.fn() }

/** A proxy that takes one password, and the desk before it. */
function openDesk(schemes: readonly string[] = ['basic']) {
  const clock = new ManualClock()
  const secrets = new Map<string, string>()
  const state: { password: string | null } = { password: 'right' }
  const tried: (string | null)[] = []
  const tryProxy = async ({ credentials }: ProxyAddress): Promise<ProxyTrial> => {
    tried.push(credentials?.password ?? null)
    return state.password === null || credentials?.password === state.password
      ? { said: 'through' }
      : { said: 'asks', schemes }
  }
  const kept = createKeptProxySignIns({
    get: async (name) => secrets.get(name) ?? null,
    set: async (name, secret) => void secrets.set(name, secret),
    remove: async (name) => void secrets.delete(name),
  })
  const desk = createProxyDesk({ tryProxy, kept, clock, log })
  const asked = async (): Promise<string> => {
    await vi.waitFor(() => expect(desk.views()[0]?.status.kind).toBe('asking'))
    return desk.views()[0]?.id ?? ''
  }
  const answer = async (password: string, keep = false) =>
    await desk.answer({ proxy: await asked(), user: 'mika', password, keep })
  return { desk, clock, secrets, state, tried, asked, answer }
}

const status = ({ desk }: ReturnType<typeof openDesk>) => desk.views()[0]?.status

describe('the sign-in at a proxy', () => {
  it('is asked for once for all who wait, tried once, and theirs when it is taken', async () => {
    const { desk, tried, answer } = openDesk()
    const waiting = [1, 2, 3].map(() => desk.credentialsFor(proxy, host))
    await answer('right')
    for (const got of await Promise.all(waiting)) expect(got).toEqual({ ok: true, value: right })
    expect(tried).toEqual([null, 'right'])
    expect(await desk.credentialsFor(proxy, host)).toEqual({ ok: true, value: right })
    expect([desk.known(proxy), tried.length]).toEqual([right, 2])
  })

  it('is not asked for where the proxy lets through, nor at each connection', async () => {
    const world = openDesk()
    world.state.password = null
    for (const _ of [1, 2]) expect(await world.desk.credentialsFor(proxy, host)).toEqual({ ok: true, value: null })
    expect(world.tried).toEqual([null])
    world.clock.pass(10 * 60_000 + 1)
    await world.desk.credentialsFor(proxy, host)
    expect(world.tried).toEqual([null, null])
  })

  it('that was refused is asked for again with the reason, and never sent twice', async () => {
    const world = openDesk()
    const waiting = world.desk.credentialsFor(proxy, host)
    await world.answer('guessed')
    expect(status(world)).toMatchObject({ kind: 'asking', refused: 'not-accepted' })
    await world.answer('guessed')
    expect(status(world)).toMatchObject({ refused: 'same-again' })
    expect(world.tried).toEqual([null, 'guessed'])
    await world.answer('right')
    expect(await waiting).toEqual({ ok: true, value: right })
  })

  it('that is closed, or answered by nobody, is a problem, and no client asks again', async () => {
    const world = openDesk()
    const closed = world.desk.credentialsFor(proxy, host)
    world.desk.cancel(await world.asked())
    expect(await closed).toMatchObject({ error: { code: 'PROXY_SIGN_IN' } })
    expect(await world.desk.credentialsFor(proxy, host)).toMatchObject({ error: { code: 'PROXY_SIGN_IN' } })
    world.desk.forgive()
    const late = world.desk.credentialsFor(proxy, host)
    await world.asked()
    world.clock.pass(10 * 60_000)
    expect(await late).toMatchObject({ error: { code: 'PROXY_SIGN_IN' } })
    expect([status(world)?.kind, world.clock.pending]).toEqual(['let-go', 0])
  })

  it('is not asked for where the proxy takes none that is spoken', async () => {
    const { desk } = openDesk(['negotiate', 'ntlm'])
    const answer = await desk.credentialsFor(proxy, host)
    expect(answer).toMatchObject({ error: { code: 'PROXY_SIGN_IN', details: { schemes: ['negotiate', 'ntlm'] } } })
  })

  it('goes to the proxy that it was given for, and to no other', async () => {
    const world = openDesk()
    const waiting = world.desk.credentialsFor(proxy, host)
    await world.answer('right')
    await waiting
    for (const other of [
      { ...proxy, host: 'q.corp' },
      { ...proxy, port: 8_080 },
      { ...proxy, scheme: 'https' as const },
    ])
      expect(world.desk.known(other)).toBeNull()
    void world.desk.credentialsFor({ ...proxy, host: 'q.corp' }, host)
    await vi.waitFor(() => expect(world.desk.views()[1]?.status.kind).toBe('asking'))
    expect(world.tried.at(-1)).toBeNull()
    world.desk.dispose()
  })

  it('that is kept is tried once before anybody uses it, and forgotten when it is refused', async () => {
    const world = openDesk()
    world.secrets.set('proxy http://p.corp:3128', JSON.stringify({ user: 'mika', password: 'old' }))
    const waiting = [1, 2].map(() => world.desk.credentialsFor(proxy, host))
    await world.asked()
    expect(status(world)).toMatchObject({ refused: 'kept' })
    expect([world.tried, world.secrets.size]).toEqual([['old'], 0])
    await world.answer('right', true)
    await Promise.all(waiting)
    expect([...world.secrets.values()]).toEqual([JSON.stringify(right)])
  })

  it('that ends is forgotten at once, and asked for with that reason', async () => {
    const world = openDesk()
    const first = world.desk.credentialsFor(proxy, host)
    await world.answer('right', true)
    await first
    world.state.password = 'newer'
    world.desk.refused({ ...proxy, credentials: right })
    expect([world.desk.known(proxy), world.secrets.size]).toEqual([null, 0])
    const again = world.desk.credentialsFor(proxy, host)
    await world.asked()
    expect(status(world)).toMatchObject({ refused: 'ended' })
    await world.answer('newer')
    expect(await again).toMatchObject({ ok: true })
    // News of the one before come late.
    world.desk.refused({ ...proxy, credentials: right })
    expect(world.desk.known(proxy)).toMatchObject({ password: 'newer' })
  })

  it('is in no view and no log', async () => {
    const world = openDesk()
    const waiting = world.desk.credentialsFor(proxy, host)
    await world.answer('right')
    await waiting
    expect(JSON.stringify([world.desk.views(), log.info.mock.calls, log.warn.mock.calls])).not.toMatch(/right|mika/)
  })
})
