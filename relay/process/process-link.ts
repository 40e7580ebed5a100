import type { RelayFact } from '#contract/relay.ts'
import type { StreamPort } from '../stream-port.ts'
import { streamPortOf, type ElectronPort } from './electron-port.ts'

/** The other side of this program: whoever started it. */
export interface ProcessLink {
  send(fact: RelayFact): void
  /** Messages as they arrive, not parsed yet, and the port that came with one. A child process's channel carries no ports. */
  onMessage(listener: (message: unknown, port?: StreamPort) => void): void
  /** The other side is gone. */
  onGone(listener: () => void): void
  /** Resolves when everything sent so far was handed over, or can not be any more. */
  flush(): Promise<void>
}

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void,
  ): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
}

/** Time for Electron to hand a posted message over; its port tells nothing about delivery. */
const postedAfterMs = 50

/** Finds the link this program was started with: a utility process's port or a child process's channel; null = neither. */
export function findProcessLink(): ProcessLink | null {
  const port = parentPort()
  if (port !== null) return linkOverPort(port)
  return process.send === undefined ? null : linkOverChannel()
}

function parentPort(): ParentPort | null {
  const { parentPort: port } = process as NodeJS.Process & { readonly parentPort?: ParentPort | null }
  return port ?? null
}

function linkOverPort(port: ParentPort): ProcessLink {
  return {
    send: (fact) => port.postMessage(fact),
    onMessage: (listener) =>
      void port.on('message', ({ data, ports: [given] }) => listener(data, given && streamPortOf(given))),
    onGone: (listener) => void port.on('close', listener),
    flush: () => new Promise((resolve) => setTimeout(resolve, postedAfterMs)),
  }
}

function linkOverChannel(): ProcessLink {
  let last: Promise<void> = Promise.resolve()
  return {
    send(fact) {
      if (!process.connected) return
      last = new Promise((resolve) => process.send?.(fact, undefined, {}, () => resolve()))
    },
    onMessage: (listener) => void process.on('message', (message) => listener(message)),
    onGone: (listener) => void process.on('disconnect', listener),
    flush: () => last,
  }
}
