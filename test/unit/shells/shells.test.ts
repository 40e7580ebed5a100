import { describe, expect, it } from 'vitest'
import { mostShells } from '#core/app/shells/shells.ts'
import { ok } from '#domain/result.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { sampleShellRequest as request } from '#test/support/sample-shell.ts'
import { settle } from '../tunnels/fakes.ts'
import { preferences, setStage, size, statusOf } from './shell-stage.ts'

describe('opening a shell', () => {
  it('signs in, finds the target, starts a session for it and has the relay carry it', async () => {
    const stage = setStage()
    const id = await stage.opened()
    expect(stage.signIns.askers).toEqual(['user'])
    expect(stage.service.starts).toMatchObject([
      {
        targetId: 'i-0ab3f29c81d7e4402',
        purpose: { for: 'shell', program: { run: 'shell' }, size },
        reason: 'Culvert: bastion-a',
        engine: 'builtin',
        place: { region: 'ap-northeast-1' },
      },
    ])
    expect(stage.shells.views()).toMatchObject([
      { id, targetName: 'bastion', preferences, status: { kind: 'open', sessionId: 'sh-1', message: 'Welcome' } },
    ])
    expect(stage.told.map(({ status }) => status.kind)).toContain('opening')
    expect(stage.told.at(-1)).toEqual(stage.shells.views()[0])
  })

  it('that fails tells why, and holds nothing', async () => {
    const stage = setStage()
    stage.service.startProblem = sampleProblem('ACCESS_DENIED')
    const id = stage.open()
    await settle()
    expect(statusOf(stage, id)).toMatchObject({ kind: 'failed', problem: { code: 'ACCESS_DENIED' } })
    expect(stage.sessions.open()).toHaveLength(0)
  })

  it('is refused beyond what anybody looks at', () => {
    const { shells, open } = setStage()
    for (let opened = 0; opened < mostShells; opened += 1) open()
    expect(shells.open('main', request, size)).toMatchObject({ ok: false, error: { code: 'SHELLS_TOO_MANY' } })
  })
})

describe('a shell of another window', () => {
  it('is as unknown as one that is not there', async () => {
    const { shells, opened } = setStage()
    const id = await opened()
    const asks = (window: string, which: string) => [
      shells.shown(window, which),
      shells.end(window, which),
      shells.close(window, which),
      shells.again(window, which, size, null),
      shells.rename(window, which, 'mine'),
    ]
    const unknown = Array.from({ length: 5 }, () => ({ ok: false, error: { code: 'SHELL_UNKNOWN' } }))
    expect(asks('other', id)).toMatchObject(unknown)
    expect(asks('main', '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f')).toMatchObject(unknown)
    expect(shells.views()).toMatchObject([{ request: { name: 'bastion-a' }, status: { kind: 'open' } }])
    expect(shells.shown('main', id)).toEqual(ok('sh-1'))
  })
})

describe('a shell', () => {
  it('is shown once it has a session, and for as long as it is there', async () => {
    const { shells, relay, open, ready } = setStage()
    const id = open()
    expect(shells.shown('main', id)).toMatchObject({ ok: false, error: { code: 'SHELL_NOT_OPEN' } })
    await settle()
    expect(shells.shown('main', id)).toMatchObject({ ok: false, error: { code: 'SHELL_NOT_OPEN' } })
    ready('sh-1')
    expect(shells.shown('main', id)).toEqual(ok('sh-1'))
    relay.tell({ type: 'session-lost', sessionId: 'sh-1', problem: sampleProblem('SESSION_DROPPED'), exitCode: 3 })
    expect(shells.shown('main', id)).toEqual(ok('sh-1'))
  })

  it('tells how it ended, with the exit code of a command, and is terminated where it was lost', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const problem = sampleProblem('SESSION_DROPPED')
    stage.relay.tell({ type: 'session-lost', sessionId: 'sh-1', problem, exitCode: 3 })
    expect(statusOf(stage, id)).toMatchObject({ kind: 'ended', how: 'lost', exitCode: 3, problem })
    await stage.sessions.settled()
    expect(stage.service.terminated).toMatchObject([{ sessionId: 'sh-1' }])
  })

  it('reconnects while its channel is resumed, with the sign-in of whoever sits before it', async () => {
    const stage = setStage()
    const id = await stage.opened()
    stage.service.resumeProblem = sampleProblem('SIGN_IN_REQUIRED')
    stage.relay.tell({ type: 'pass-needed', sessionId: 'sh-1' })
    expect(statusOf(stage, id)).toMatchObject({ kind: 'reconnecting', sessionId: 'sh-1' })
    await settle()
    expect(stage.signIns.askers).toEqual(['user', 'client'])
    stage.relay.tell({ type: 'session-resumed', sessionId: 'sh-1' })
    expect(statusOf(stage, id)).toMatchObject({ kind: 'open' })
  })

  it('that waits for its next try tells which and when, and is tried at once when told to', async () => {
    const stage = setStage()
    const id = await stage.opened()
    stage.service.resumeProblem = sampleProblem('NETWORK_UNREACHABLE')
    stage.relay.tell({ type: 'pass-needed', sessionId: 'sh-1' })
    await settle()
    const nextAt = stage.clock.now() + 500
    expect(statusOf(stage, id)).toMatchObject({ kind: 'reconnecting', wait: { attempt: 2, nextAt } })
    expect(stage.shells.retry('other', id)).toMatchObject({ ok: false })
    await settle()
    expect(stage.service.resumes).toBe(1)
    stage.shells.retry('main', id)
    await settle()
    expect(stage.service.resumes).toBe(2)
    expect(statusOf(stage, id)).toMatchObject({ wait: { attempt: 3 } })
    stage.service.resumeProblem = null
    stage.shells.retry('main', id)
    await settle()
    expect(stage.relay.ordersOf('renew-pass')).toHaveLength(1)
    stage.relay.tell({ type: 'session-resumed', sessionId: 'sh-1' })
    expect(statusOf(stage, id)).toMatchObject({ kind: 'open' })
    expect(stage.clock.timers).toBe(0)
  })

  it('is opened again in its place, and what is kept of the old one is dropped', async () => {
    const stage = setStage()
    const id = await stage.opened()
    stage.relay.tell({ type: 'session-lost', sessionId: 'sh-1', problem: sampleProblem('SESSION_ENDED') })
    expect(stage.shells.again('main', id, { columns: 90, rows: 20 }, 'production')).toEqual(ok(undefined))
    expect(stage.relay.ordersOf('drop-shell')).toEqual([{ type: 'drop-shell', sessionId: 'sh-1' }])
    expect(stage.shells.views()).toMatchObject([{ id, status: { kind: 'opening' } }])
    await settle()
    stage.ready('sh-2')
    expect(stage.service.starts.at(-1)).toMatchObject({ purpose: { size: { columns: 90, rows: 20 } } })
    expect(statusOf(stage, id)).toMatchObject({ kind: 'open', sessionId: 'sh-2' })
    stage.shells.again('main', id, size, 'production')
    expect(statusOf(stage, id)).toMatchObject({ kind: 'open', sessionId: 'sh-2' })
  })

  it('is renamed without its session', async () => {
    const { shells, opened, told } = setStage()
    const id = await opened()
    shells.rename('main', id, 'emergency')
    expect(told.at(-1)).toMatchObject({ request: { name: 'emergency' }, status: { kind: 'open' } })
  })

  it('is lost with the relay, terminated, and can be opened again', async () => {
    const stage = setStage()
    const id = await stage.opened()
    stage.relay.stop(true)
    expect(statusOf(stage, id)).toMatchObject({ kind: 'ended', how: 'lost', problem: { code: 'RELAY_STOPPED' } })
    await stage.sessions.settled()
    expect(stage.service.alive.size).toBe(0)
    stage.relay.start()
    stage.shells.again('main', id, size, 'production')
    await settle()
    stage.ready('sh-2')
    expect(statusOf(stage, id)).toMatchObject({ kind: 'open', sessionId: 'sh-2' })
  })
})

describe('ending a shell', () => {
  it('stops and terminates its session, and shows it as closed', async () => {
    const stage = setStage()
    const id = await stage.opened()
    stage.relay.obeys = false
    stage.shells.end('main', id)
    expect(statusOf(stage, id)).toMatchObject({ kind: 'closing' })
    stage.relay.tell({ type: 'session-stopped', sessionId: 'sh-1' })
    expect(statusOf(stage, id)).toMatchObject({ kind: 'ended', how: 'closed' })
    await stage.sessions.settled()
    expect(stage.service.terminated).toMatchObject([{ sessionId: 'sh-1' }])
    expect(stage.clock.timers).toBe(0)
  })

  it('works though the relay does not answer', async () => {
    const stage = setStage()
    const id = await stage.opened()
    stage.relay.obeys = false
    stage.shells.close('main', id)
    expect(stage.shells.views()).toEqual([])
    expect(stage.removed).toEqual([id])
    expect(stage.relay.ordersOf('stop-session')).toMatchObject([{ sessionId: 'sh-1' }])
    expect(stage.relay.ordersOf('drop-shell')).toMatchObject([{ sessionId: 'sh-1' }])
    expect(stage.service.alive.size).toBe(1)
    await stage.clock.advance(7_000)
    expect(stage.service.alive.size).toBe(0)
    expect(stage.clock.timers).toBe(0)
    expect(stage.told.at(-1)).toMatchObject({ status: { kind: 'open' } })
  })

  it('gives up a start, and terminates what comes of it', async () => {
    const stage = setStage()
    const id = stage.open()
    stage.shells.close('main', id)
    await settle()
    await stage.sessions.settled()
    expect(stage.service.alive.size).toBe(0)
    expect(stage.relay.ordersOf('start-session')).toEqual([])
  })
})

describe('the end of the program', () => {
  it('ends every shell, one that is leaving too, and opens none any more', async () => {
    const stage = setStage()
    const ids = [await stage.opened(), await stage.opened()]
    stage.relay.obeys = false
    stage.shells.close('main', ids[0]!)
    const done = stage.end(6_000)
    await stage.clock.advance(6_000)
    await done
    expect(stage.service.alive.size).toBe(0)
    expect(stage.relay.ordersOf('stop-session').map(({ deadlineMs }) => deadlineMs)).toEqual([5_000, 3_000])
    expect(stage.shells.open('main', request, size)).toMatchObject({ ok: false })
    expect(stage.relay.listeners).toBe(0)
  })
})
