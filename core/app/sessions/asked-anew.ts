import type { Clock } from '#domain/clock/clock.ts'

/**
 * While nothing has come for so long (ms), the same is asked once more beside. What a network loses is sent again ever later, after half a
 * minute in the end: when the network is back, somebody else has an answer long before.
 */
const anewMs = 2_000
/** By then the first has been given up. */
const mostAsked = 10

/** Asks until somebody answers; the first answer counts, also when it is a failure. `stop`: nobody is asked any more. */
export function askedAnew<T>(
  ask: () => Promise<T>,
  clock: Pick<Clock, 'after'>,
): { readonly answer: Promise<T>; stop(): void } {
  let cancel: () => void = () => {}
  let asked = 0
  const answer = new Promise<T>((resolve, reject) => {
    const next = (): void => {
      asked += 1
      if (asked < mostAsked) cancel = clock.after(anewMs, next)
      void ask().then(resolve, reject)
    }
    next()
  })
  const stop = (): void => cancel()
  void answer.then(stop, stop)
  return { answer, stop }
}
