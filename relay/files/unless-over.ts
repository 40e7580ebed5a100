/** Nobody waits for it any more: somebody gave the run up. */
export class GivenUp extends Error {}

/** As it settles, or {@link GivenUp} as soon as nobody waits any more: what was asked for may come to nothing by itself. */
export async function unlessOver<T>(asked: Promise<T>, over: AbortSignal): Promise<T> {
  let give = (): void => {}
  const given = new Promise<never>((_resolve, reject) => {
    give = () => reject(new GivenUp())
  })
  if (over.aborted) give()
  else over.addEventListener('abort', give, { once: true })
  try {
    return await Promise.race([given, asked])
  } finally {
    over.removeEventListener('abort', give)
  }
}

/** As they come, until nobody waits any more; then {@link GivenUp}, also where the next never comes. */
export async function* untilOver<T>(coming: AsyncIterable<T>, over: AbortSignal): AsyncIterable<T> {
  const iterator = coming[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await unlessOver(iterator.next(), over)
      if (next.done === true) return
      yield next.value
    }
  } finally {
    // It may wait behind what never comes.
    iterator.return?.().catch(() => undefined)
  }
}
