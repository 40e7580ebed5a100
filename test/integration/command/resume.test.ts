import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBuiltinSession } from '#relay/engine/builtin/index.ts'
import { readInvocation, type SessionCall } from '#command/invocation.ts'
import { createNetwork } from '#command/network.ts'
import { createSessionService } from '#command/session-service.ts'
import { runSession } from '#command/session-run.ts'
import type { Wish } from '#command/signals.ts'
import type { Terminal } from '#command/terminal.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { TestClient } from '#test/support/tcp.ts'
import { actions, type GrantedSession, grantSession, isActive, toEcho, patience } from './granted-session.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

interface Run {
  output(): string
  port(): Promise<number>
  send(wish: Wish): void
  readonly over: Promise<number>
}

function callOf({ args, environment }: GrantedSession, change: (call: SessionCall) => SessionCall): SessionCall {
  const invocation = readInvocation(args, { ...environment })
  if (invocation.kind !== 'session') throw new Error(invocation.kind)
  return change(invocation.call)
}

/** The command in this process, with a quicker back-off; nothing is typed, and all that it writes is kept. */
function run(session: GrantedSession, change: (call: SessionCall) => SessionCall = (call) => call): Run {
  let output = ''
  let send: (wish: Wish) => void = () => undefined
  const call = callOf(session, change)
  const network = createNetwork(session.environment)
  const over = runSession(call, {
    service: createSessionService(call, session.environment, network),
    start: createBuiltinSession({ resumeDelayMs: { first: 1, longest: 5 } }),
    terminal: silentTerminal((text) => (output += text)),
    wishes(hear) {
      send = hear
      return () => undefined
    },
  })
  return {
    output: () => output,
    async port() {
      await expect.poll(() => output, patience).toMatch(/Waiting for connections/)
      return Number(/Port (\d+) opened/.exec(output)?.[1])
    },
    send: (wish) => send(wish),
    over,
  }
}

function silentTerminal(print: (text: string) => void): Terminal {
  return {
    isInteractive: false,
    write(data) {
      print(data.toString())
      return true
    },
    drained: () => Promise.resolve(),
    flushed: () => Promise.resolve(),
    read: () => () => undefined,
    watchSize: () => () => undefined,
  }
}

const resumptions = (): number => actions(sandbox).filter((action) => action === 'ResumeSession').length

const refusal = (times: number) =>
  ({
    kind: 'error',
    action: 'ResumeSession',
    code: 'ExpiredTokenException',
    message: 'Expired.',
    status: 403,
    times,
  }) as const

async function expectEcho(port: number): Promise<void> {
  const client = await TestClient.connect(port)
  client.socket.write('hello')
  expect((await client.bytes(5)).toString()).toBe('hello')
  client.socket.destroy()
}

async function leave(running: Run): Promise<void> {
  running.send({ kind: 'interrupt', byte: 3, exitCode: 130 })
  expect(await running.over).toBe(0)
  expect(running.output()).not.toContain('refused')
}

describe('a session whose channel was lost', () => {
  it('ends after six refusals in a row, says why, and is ended on the service', async () => {
    const session = await grantSession(sandbox, toEcho)
    const running = run(session)
    await running.port()
    sandbox.fault(refusal(1_000), { kind: 'drop-session', sessionId: session.sessionId })
    expect(await running.over).toBe(0)
    const words = 'AWS refused 6 times to resume the session (ExpiredTokenException: Expired.)'
    expect(running.output().endsWith(`Cannot perform start session: ${words}\n`)).toBe(true)
    expect(resumptions()).toBe(6)
    expect(isActive(sandbox, session.sessionId)).toBe(false)
  })

  it.each([
    ['a throttle', { ...refusal(3), code: 'ThrottlingException', status: 400 }],
    ['a fault of the service', { ...refusal(3), code: 'ServiceUnavailable', status: 503 }],
    ['a cut line', { kind: 'hang-up', action: 'ResumeSession', times: 3 }],
  ] as const)('is patient: %s between refusals starts the count anew', async (_name, between) => {
    const session = await grantSession(sandbox, toEcho)
    const running = run(session)
    const port = await running.port()
    let refused = 0
    const forget = sandbox.onCall(({ error }) => {
      if (error !== 'ExpiredTokenException') return
      refused += 1
      if (refused === 5) sandbox.fault(between, refusal(5))
    })
    sandbox.fault(refusal(5), { kind: 'drop-session', sessionId: session.sessionId })
    await expect.poll(() => refused, patience).toBe(10)
    await expectEcho(port)
    forget()
    await leave(running)
  })

  it('is patient: a success between refusals starts the count anew', async () => {
    const session = await grantSession(sandbox, toEcho)
    const running = run(session)
    const port = await running.port()
    for (let drops = 1; drops <= 2; drops += 1) {
      sandbox.fault(refusal(5), { kind: 'drop-session', sessionId: session.sessionId })
      await expect.poll(resumptions, patience).toBe(6 * drops)
      await expectEcho(port)
    }
    await leave(running)
  })

  it('has expired when AWS knows it no more', async () => {
    const session = await grantSession(sandbox, toEcho)
    const running = run(session)
    await running.port()
    sandbox.fault({ kind: 'resume-without-token', times: 1 }, { kind: 'drop-session', sessionId: session.sessionId })
    expect(await running.over).toBe(0)
    expect(running.output().endsWith(`Session: ${session.sessionId} timed out.\n`)).toBe(true)
    expect(actions(sandbox)).not.toContain('TerminateSession')
  })

  it('can not be resumed with a presigned address, and says so', async () => {
    const session = await grantSession(sandbox, toEcho)
    const running = run(session, (call) => ({ ...call, streamUrl: `${call.streamUrl}&X-Amz-Signature=00` }))
    await running.port()
    sandbox.fault({ kind: 'drop-session', sessionId: session.sessionId })
    expect(await running.over).toBe(0)
    expect(running.output()).toMatch(
      /Cannot perform start session: the connection was lost, and a session with a presigned stream URL can not be resumed\n$/,
    )
    expect(resumptions()).toBe(0)
  })

  it('is ended on the service though nobody can tell its agent', async () => {
    const session = await grantSession(sandbox, toEcho)
    const running = run(session)
    await running.port()
    sandbox.fault(
      { kind: 'throttle', action: 'ResumeSession', times: 1_000 },
      { kind: 'drop-session', sessionId: session.sessionId },
    )
    await expect.poll(resumptions, patience).toBeGreaterThan(0)
    running.send({ kind: 'leave', exitCode: 143 })
    expect(await running.over).toBe(143)
    expect(isActive(sandbox, session.sessionId)).toBe(false)
  })
})
