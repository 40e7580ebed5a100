/** One answered call, without anything secret. */
export interface CallRecord {
  /** Epoch ms at which the answer was ready. */
  readonly at: number
  readonly service: string
  readonly action: string
  /** Region the call was signed for, or null for unsigned calls. */
  readonly region: string | null
  /** HTTP status; 0 when the sandbox dropped the connection on purpose. */
  readonly status: number
  /** Error code, or null on success. */
  readonly error: string | null
  readonly userAgent: string
  /** ARN of the caller, or null for unsigned calls. */
  readonly caller: string | null
  /** Facts of the request that a test may want: target, document, reason. */
  readonly details: Readonly<Record<string, string>>
}

export interface CallLog {
  add(call: CallRecord): void
  list(): readonly CallRecord[]
  clear(): void
  /** Called for every call as it is added; returns the way to stop. */
  onCall(listener: (call: CallRecord) => void): () => void
}

const capacity = 10_000

/** Keeps the newest 10,000 calls. */
export function createCallLog(): CallLog {
  const calls: CallRecord[] = []
  const listeners = new Set<(call: CallRecord) => void>()
  return {
    add(call) {
      calls.push(call)
      if (calls.length > capacity) calls.shift()
      for (const listener of listeners) listener(call)
    },
    list: () => [...calls],
    clear: () => {
      calls.length = 0
    },
    onCall(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
