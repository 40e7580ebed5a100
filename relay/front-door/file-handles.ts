import { readdirSync } from 'node:fs'
import type { Socket } from 'node:net'

/** For what is not a client's: a new channel, a plugin that is started with its pipes, the log. */
const reserved = 32
/** A client and its way to the far end, which is a connection of its own to AWS's plugin. */
const handlesPerClient = 2
/** More than everything that is no client's needs, so that handles are only counted when they may be short. */
const generousRest = 256

/**
 * The file handles that the system allows this program. When there is none left it closes new connections by itself, and tells
 * nobody; so clients are turned away while there are still some.
 */
export class FileHandles {
  /** Null where there is no such limit, or it is not known. */
  readonly #limit: number | null
  readonly #count: () => number
  #clients = 0

  constructor(limit = openFilesLimit(), count = countOpen) {
    this.#limit = limit
    this.#count = count
  }

  /** False when one more client would take what everything else needs; else the client counts until it is closed. */
  take(client: Socket): boolean {
    if (this.#areScarce()) return false
    this.#clients += 1
    client.once('close', () => (this.#clients -= 1))
    return true
  }

  #areScarce(): boolean {
    if (this.#limit === null || this.#clients * handlesPerClient + generousRest < this.#limit) return false
    return this.#count() + reserved + handlesPerClient > this.#limit
  }
}

/** The soft limit; Node has raised it to the hard one at its start. */
function openFilesLimit(): number | null {
  const report: unknown = process.report.getReport()
  const limits = memberOf(report, 'userLimits')
  const soft = memberOf(memberOf(limits, 'open_files'), 'soft')
  return typeof soft === 'number' ? soft : null
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function countOpen(): number {
  try {
    return readdirSync('/dev/fd').length
  } catch {
    // Not even the folder could be opened: there is none left.
    return Infinity
  }
}
