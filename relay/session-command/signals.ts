/** What the operating system, or a person, asks of the program. */
export type Wish =
  /** Ctrl-C and its like: AWS's plugin ends the session for these. */
  | { readonly kind: 'interrupt'; readonly byte: number }
  /** The program must go, with this exit code. AWS's plugin goes without telling anybody. */
  | { readonly kind: 'leave'; readonly exitCode: number }

const wishes: readonly (readonly [NodeJS.Signals, Wish])[] = [
  ['SIGINT', { kind: 'interrupt', byte: 0x03 }],
  ['SIGQUIT', { kind: 'interrupt', byte: 0x1c }],
  ['SIGTSTP', { kind: 'interrupt', byte: 0x1a }],
  ['SIGTERM', { kind: 'leave', exitCode: 143 }],
  ['SIGHUP', { kind: 'leave', exitCode: 129 }],
]

const parentLookMs = 1_000

/** Hears signals, and the end of the program that started this one, until the returned function is called. */
export function listenForWishes(hear: (wish: Wish) => void): () => void {
  const listeners = wishes.map(([signal, wish]) => {
    const listener = (): void => hear(wish)
    process.on(signal, listener)
    return () => void process.off(signal, listener)
  })
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid !== parent) hear({ kind: 'leave', exitCode: 0 })
  }, parentLookMs)
  look.unref()
  return () => {
    clearInterval(look)
    for (const forget of listeners) forget()
  }
}
