/** Runs work one piece after the other, in the order asked; a piece that fails does not hold up the next. */
export type WorkQueue = <T>(work: () => Promise<T>) => Promise<T>

/** For what reads, decides and then writes: two at once would each decide on what the other is about to change. */
export function createWorkQueue(): WorkQueue {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
