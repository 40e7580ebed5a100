import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLeftSessions } from '#core/app/sessions/left-sessions.ts'
import { createPauses } from '#core/app/sessions/pauses.ts'
import { createLedger } from '#core/app/sessions/session-ledger.ts'
import { createSessionMemory, type RememberedSession } from '#core/app/sessions/session-memory.ts'
import { createSessionsStore } from '#core/store/sessions-store.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import { keptAs, sampleProblem } from '#test/support/sample-problems.ts'
import { FakeClock, FakeSessions, FakeSignIns, settle, silentLog } from '../tunnels/fakes.ts'

const place = {
  profile: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'DatabaseTunnel' },
  region: 'ap-northeast-1',
} as const
const clock = new FakeClock()
const session = (sessionId: string): RememberedSession => ({
  ...{ sessionId, place, targetId: 'i-0ab3f29c81d7e4402', purpose: 'forward' },
  ...{ tunnelId: '00000000-0000-4000-8000-000000000001', startedAt: clock.now() },
})

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-sessions-'))
  path = join(folder, 'open-sessions.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A start of the program, with what an earlier one has left. */
async function start() {
  const store = createSessionsStore({ path, clock, log: silentLog })
  const { kept, problems } = await store.load()
  const memory = createSessionMemory({ store, left: kept.sessions, log: silentLog })
  const [sessions, signIns, pauses] = [new FakeSessions(), new FakeSignIns(), createPauses(clock)]
  const ledger = createLedger({ sessions, pauses, memory, log: silentLog })
  const left = createLeftSessions({ memory, sessions, signIns, clock, log: silentLog })
  return { memory, sessions, signIns, ledger, left, problems }
}

const idsOf = (sessions: readonly RememberedSession[]): readonly string[] => sessions.map(({ sessionId }) => sessionId)

describe('sessions that a crash leaves', () => {
  it('are on disk from their grant to their end, for their owner alone and without a token', async () => {
    const { ledger, memory } = await start()
    ledger.add({ ...session('s-1'), streamUrl: 'wss://ssmmessages.example/?token=secret', owner: {} })
    ledger.add({ ...session('s-2'), streamUrl: 'wss://ssmmessages.example/', owner: {} })
    await memory.settled()
    const text = await readFile(path, 'utf8')
    expect(JSON.parse(text)).toMatchObject({ sessions: [session('s-1'), session('s-2')] })
    expect(text).not.toContain('ssmmessages')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    ledger.forget('s-1')
    ledger.terminate('s-2')
    await ledger.drained()
    await memory.settled()
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ sessions: [] })
  })

  it('are ended by the next start, where they were started, and nothing else is', async () => {
    const first = await start()
    first.ledger.add({ ...session('s-1'), streamUrl: '', owner: {} })
    await first.memory.settled()
    const second = await start()
    second.ledger.add({ ...session('s-9'), streamUrl: '', owner: {} })
    second.left.begin()
    await second.left.settled()
    await second.memory.settled()
    expect(second.sessions.terminated).toEqual([{ place, sessionId: 's-1' }])
    expect(idsOf(second.memory.left())).toEqual([])
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ sessions: [{ sessionId: 's-9' }] })
  })

  it('wait for a sign-in, for which nobody is asked', async () => {
    await writeFile(path, JSON.stringify({ version: 1, sessions: [session('s-1')] }))
    const { left, sessions, signIns, memory } = await start()
    sessions.terminateProblem = sampleProblem('SIGN_IN_REQUIRED')
    left.begin()
    await left.settled()
    expect([idsOf(memory.left()), signIns.asked]).toEqual([['s-1'], 0])
    sessions.terminateProblem = null
    signIns.signedIn('harborline')
    await left.settled()
    await memory.settled()
    expect(memory.left()).toEqual([])
  })

  it('stay listed when they may not be ended, are tried again after an outage, and are forgotten after two days', async () => {
    const old = { ...session('s-0'), startedAt: clock.now() - 49 * 3_600_000 }
    await writeFile(path, JSON.stringify({ version: 1, sessions: [old, session('s-1')] }))
    const { left, sessions, memory } = await start()
    sessions.terminateProblem = problemOf('NETWORK_UNREACHABLE', {})
    left.begin()
    await settle()
    expect(idsOf(memory.left())).toEqual(['s-1'])
    sessions.terminateProblem = sampleProblem('ACCESS_DENIED')
    await clock.advance(2_000)
    await left.settled()
    expect(idsOf(memory.left())).toEqual(['s-1'])
    sessions.terminateProblem = null
    left.begin()
    await left.settled()
    await memory.settled()
    expect(sessions.terminated.map(({ sessionId }) => sessionId)).toEqual(['s-1'])
  })

  it('are ended two at a time, however many there are, and no more once the app quits', async () => {
    const many = Array.from({ length: 1_500 }, (_, index) => ({
      ...session(`s-${index}`),
      startedAt: clock.now() - index,
    }))
    await writeFile(path, JSON.stringify({ version: 1, sessions: many }))
    const { left, sessions, memory } = await start()
    expect(memory.left()).toHaveLength(1_000)
    const open: (() => void)[] = []
    sessions.terminate = async () => {
      await new Promise<void>((resolve) => open.push(resolve))
      return ok(undefined)
    }
    left.begin()
    await settle()
    expect(open).toHaveLength(2)
    open[0]?.()
    await settle()
    expect(open).toHaveLength(3)
    left.dispose()
    for (const end of open) end()
    await left.settled()
    expect(open).toHaveLength(3)
    await memory.settled()
    expect(memory.left()).toHaveLength(997)
  })

  it('of a clock that was set back by more than two days are forgotten', async () => {
    const ahead = { ...session('s-0'), startedAt: clock.now() + 49 * 3_600_000 }
    await writeFile(path, JSON.stringify({ version: 1, sessions: [ahead] }))
    const { left, sessions, memory } = await start()
    left.begin()
    await left.settled()
    await memory.settled()
    expect([memory.left(), sessions.terminated]).toEqual([[], []])
  })

  it('are those, too, that this program could not end itself', async () => {
    const { ledger, sessions, memory } = await start()
    sessions.terminateProblem = sampleProblem('ACCESS_DENIED')
    ledger.add({ ...session('s-1'), streamUrl: '', owner: {} })
    ledger.terminate('s-1')
    await ledger.drained()
    await memory.settled()
    expect(ledger.all()).toEqual([])
    expect(idsOf(memory.left())).toEqual(['s-1'])
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ sessions: [{ sessionId: 's-1' }] })
  })

  it('lose one entry to one bad entry, and a file that is no JSON is kept aside and named', async () => {
    await writeFile(path, JSON.stringify({ version: 1, sessions: [{ sessionId: 7 }, session('s-1')] }))
    expect(idsOf((await start()).memory.left())).toEqual(['s-1'])
    await writeFile(path, '{"version":1,"sessions":[')
    const { problems, memory } = await start()
    expect(memory.left()).toEqual([])
    expect(await readFile(join(folder, keptAs(problems[0])), 'utf8')).toBe('{"version":1,"sessions":[')
  })
})
