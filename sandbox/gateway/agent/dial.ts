import { Socket } from 'node:net'
import type { AgentBehaviour, DialTarget } from '../gateway.ts'
import { SlowSocket } from './slow-socket.ts'

/** How long a Linux kernel tries a connection that nobody answers, milliseconds. */
const UNANSWERED_DIAL_MS = 127_000

/** A connection to the target, or what the agent's dial failed with, in the words of its standard library. */
type DialOutcome = { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly error: string }

/** How a dial is made. */
interface DialManner {
  readonly signal: AbortSignal
  readonly behaviour: Pick<AgentBehaviour, 'dialDelayMs' | 'targetBytesPerSecond'>
}

/** Dials as the agent would. An aborted dial fails at once. */
export async function dialTarget(
  target: DialTarget,
  host: string,
  port: number,
  { signal, behaviour }: DialManner,
): Promise<DialOutcome> {
  const where = `dial tcp ${host === 'localhost' ? '127.0.0.1' : host}:${port}`
  if (behaviour.dialDelayMs > 0) await waitFor(behaviour.dialDelayMs, signal)
  if (signal.aborted) return failed(`${where}: operation was canceled`)
  switch (target.kind) {
    case 'tcp':
      return connectTo(createSocket(behaviour.targetBytesPerSecond), target, where, signal)
    case 'silent':
      return unanswered(where, signal)
    case 'unknown-host':
      return failed(`dial tcp: lookup ${host}: no such host`)
    case 'refused':
    case 'forbidden':
      return failed(`${where}: connect: connection refused`)
  }
}

const createSocket = (bytesPerSecond: number): Socket =>
  bytesPerSecond === 0 ? new Socket() : new SlowSocket(bytesPerSecond)

/** Resolves early when aborted. */
function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}

function failed(error: string): Promise<DialOutcome> {
  return Promise.resolve({ ok: false, error })
}

function unanswered(where: string, signal: AbortSignal): Promise<DialOutcome> {
  return new Promise((resolve) => {
    const give = (why: string): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
      resolve({ ok: false, error: `${where}: ${why}` })
    }
    const aborted = (): void => give('operation was canceled')
    const timer = setTimeout(() => give('connect: connection timed out'), UNANSWERED_DIAL_MS)
    signal.addEventListener('abort', aborted)
  })
}

function connectTo(
  socket: Socket,
  { host, port }: { readonly host: string; readonly port: number },
  where: string,
  signal: AbortSignal,
): Promise<DialOutcome> {
  return new Promise((resolve) => {
    socket.connect({ host, port, noDelay: true })
    const aborted = (): void => {
      socket.destroy()
      resolve({ ok: false, error: `${where}: operation was canceled` })
    }
    const refused = (): void => {
      signal.removeEventListener('abort', aborted)
      resolve({ ok: false, error: `${where}: connect: connection refused` })
    }
    signal.addEventListener('abort', aborted)
    socket.once('error', refused)
    socket.once('connect', () => {
      signal.removeEventListener('abort', aborted)
      socket.removeListener('error', refused)
      resolve({ ok: true, socket })
    })
  })
}
