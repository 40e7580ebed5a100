/** Runs pieces of work, a few at a time, in the order asked; how one ends is nothing to the others. */
export type FewAtOnce = <T>(work: () => Promise<T>) => Promise<T>

/** Creates it; `limit` pieces are under way at the most. */
export function createFewAtOnce(limit: number): FewAtOnce {
  const waiting: (() => void)[] = []
  let free = limit
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
