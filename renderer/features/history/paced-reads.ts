/** What happens meanwhile is read so much later, however much it is (ms). */
const settleMs = 1_000
/** After a read comes a pause of so many times its length: a history that takes a second to read is not read all the time. */
const restTimes = 4

/** Reads again when something has happened. */
export interface PacedReads {
  /** Something happened; it is read of soon. */
  changed(): void
  stop(): void
}

/** Creates it; one read at a time, and none is missed. */
export function createPacedReads(read: () => Promise<void>): PacedReads {
  let timer: ReturnType<typeof setTimeout> | null = null
  let isReading = false
  let isStale = false
  let isOver = false
  const schedule = (ms: number): void => {
    if (!isOver) timer = setTimeout(() => void run(), ms)
  }
  const run = async (): Promise<void> => {
    timer = null
    if (!isStale) return
    isStale = false
    isReading = true
    const began = Date.now()
    await read().catch(() => undefined)
    isReading = false
    schedule(Math.max(settleMs, restTimes * (Date.now() - began)))
  }
  return {
    changed() {
      isStale = true
      if (timer === null && !isReading) schedule(settleMs)
    },
    stop() {
      isOver = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
