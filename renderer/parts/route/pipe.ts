import type { HopHealth } from '#contract/status.ts'

/** How the pipe between two hops is drawn: empty, open, in progress, retrying, cut, or not reached. */
export type Pipe = 'idle' | 'ok' | 'work' | 'warn' | 'cut' | 'none'

/** The pipe from one hop to the next. A filled pipe is open; an empty one is armed. */
export function pipeBetween(from: HopHealth, to: HopHealth): Pipe {
  if (to === 'fail') return 'cut'
  if (to === 'work' || to === 'warn') return to
  if (from === 'ok' && to === 'ok') return 'ok'
  return to === 'none' ? 'none' : 'idle'
}
