import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const megabyte = 1_048_576
/** Of a process that has just started, no growth is told. */
const settledMs = 60_000

/**
 * How much the data plane's process and the core have grown since they had settled, megabytes. The core runs beside the sandbox and the
 * clients, so that of them is told what lives after a collection.
 */
export class MemoryWatch {
  readonly #begunAt = Date.now()
  #relay: { readonly pid: number; readonly since: number; base: number | null } | null = null
  #heapBase: number | null = null
  #relayGrowth = 0
  #heapGrowth = 0

  look(relayPid: number): void {
    const now = Date.now()
    if (this.#relay?.pid !== relayPid) this.#relay = { pid: relayPid, since: now, base: null }
    const resident = residentBytes(relayPid)
    if (resident !== null && now - this.#relay.since >= settledMs) {
      this.#relay.base ??= resident
      this.#relayGrowth = resident - this.#relay.base
    }
    if (now - this.#begunAt < settledMs) return
    const heap = livingHeap()
    this.#heapBase ??= heap
    this.#heapGrowth = heap - this.#heapBase
  }

  get growthMb(): number {
    return Math.round((10 * (Math.max(0, this.#relayGrowth) + Math.max(0, this.#heapGrowth))) / megabyte) / 10
  }
}

function residentBytes(pid: number): number | null {
  try {
    return 1_024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    // It has ended, or there is no /proc.
    return null
  }
}

function livingHeap(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}
