import { monotonicClock } from '#relay/clock.ts'
import { panicked } from './ending.ts'
import { systemProcesses, watchParent } from './parent-watch.ts'

/** Ctrl-C and its like: AWS's plugin ends a port's session for these. */
export interface Interrupt {
  readonly kind: 'interrupt'
  /** The key, as a shell gets it. */
  readonly byte: number
  /** Of a program that the signal ends; null where it would only pause. */
  readonly exitCode: number | null
}

/** What the operating system, or a person, asks of the program. */
export type Wish =
  | Interrupt
  /** The program must go, with this exit code. AWS's plugin goes without telling anybody. */
  | { readonly kind: 'leave'; readonly exitCode: number }
  /** A fault of the program itself. */
  | { readonly kind: 'broken'; readonly reason: string }

const wishes: readonly (readonly [NodeJS.Signals, Wish])[] = [
  ['SIGINT', { kind: 'interrupt', byte: 0x03, exitCode: 130 }],
  ['SIGQUIT', { kind: 'interrupt', byte: 0x1c, exitCode: 131 }],
  ['SIGTSTP', { kind: 'interrupt', byte: 0x1a, exitCode: null }],
  ['SIGTERM', { kind: 'leave', exitCode: 143 }],
  ['SIGHUP', { kind: 'leave', exitCode: 129 }],
]

/** Hears signals, faults, and the end of the program that started this one, until the returned function is called. */
export function listenForWishes(hear: (wish: Wish) => void): () => void {
  const listeners = wishes.map(([signal, wish]) => {
    const listener = (): void => hear(wish)
    process.on(signal, listener)
    return () => void process.off(signal, listener)
  })
  const forgetParent = watchParent(() => hear({ kind: 'leave', exitCode: 0 }), systemProcesses, monotonicClock)
  const forgetFaults = listenForFaults(hear)
  return () => {
    forgetParent()
    forgetFaults()
    for (const forget of listeners) forget()
  }
}

/** A second fault, while the first is being dealt with, ends the program on the spot. */
function listenForFaults(hear: (wish: Wish) => void): () => void {
  let isBroken = false
  const listener = (error: unknown): void => {
    if (isBroken) process.exit(panicked)
    isBroken = true
    hear({ kind: 'broken', reason: firstLine(error) })
  }
  process.on('uncaughtException', listener)
  process.on('unhandledRejection', listener)
  return () => {
    process.off('uncaughtException', listener)
    process.off('unhandledRejection', listener)
  }
}

/** What a fault says of itself, without its stack. */
export function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split('\n')
  return line
}
