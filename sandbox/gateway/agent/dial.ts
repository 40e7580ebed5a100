import { connect, type Socket } from 'node:net'
import type { DialTarget } from '../gateway.ts'

/** How long a Linux kernel tries a connection that nobody answers, milliseconds. */
const UNANSWERED_DIAL_MS = 127_000

/** A connection to the target, or what the agent's dial failed with, in the words of its standard library. */
export type DialOutcome =
  | { readonly ok: true; readonly socket: Socket }
  | { readonly ok: false; readonly error: string }

/** Dials as the agent would. An aborted dial fails at once. */
export function dialTarget(target: DialTarget, host: string, port: number, signal: AbortSignal): Promise<DialOutcome> {
  const where = `dial tcp ${host === 'localhost' ? '127.0.0.1' : host}:${port}`
  switch (target.kind) {
    case 'tcp':
      return connectTo(target.host, target.port, where, signal)
    case 'silent':
      return unanswered(where, signal)
    case 'unknown-host':
      return failed(`dial tcp: lookup ${host}: no such host`)
    case 'refused':
    case 'forbidden':
      return failed(`${where}: connect: connection refused`)
  }
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

function connectTo(host: string, port: number, where: string, signal: AbortSignal): Promise<DialOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true })
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
