/** The most memory that a process came to hold. */
export interface MemoryWatch {
  look(): void
  /** Bytes of resident memory that the highest look saw above the first. */
  growth(): number
}

const everyMs = 100

export function watchMemory(): MemoryWatch {
  const before = process.memoryUsage.rss()
  let most = before
  let lookedAt = 0
  return {
    /** To be called often; it looks now and then. */
    look() {
      const now = performance.now()
      if (now - lookedAt < everyMs) return
      lookedAt = now
      most = Math.max(most, process.memoryUsage.rss())
    },
    growth: () => most - before,
  }
}
