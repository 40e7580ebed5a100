/** The sandbox's own time, which a fault can set off to play a client with a wrong clock. */
export interface SandboxClock {
  /** Epoch milliseconds. */
  now(): number
  setOffset(milliseconds: number): void
}

export function createClock(): SandboxClock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    setOffset: (milliseconds) => {
      offset = milliseconds
    },
  }
}
