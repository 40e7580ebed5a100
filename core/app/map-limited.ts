/** Maps in order of the input, at most `limit` at a time. */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>()
  const queue = items.entries()
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await map(item))
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  return items.flatMap((_, index) => (results.has(index) ? [results.get(index) as R] : []))
}
