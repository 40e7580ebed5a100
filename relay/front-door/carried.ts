import type { Duplex } from 'node:stream'
import type { LetGo } from './follow-far-end.ts'
import type { ConnectionWatch, StreamSource } from '../stream-source.ts'

/** A client that a source carries. */
export interface Carried {
  readonly source: StreamSource
  upstream: Duplex | null
  /** Takes the client out again; null before it is joined with its upstream. */
  letGo: LetGo | null
  /** It ended its side before it had any answer: most often it is gone, and it is counted no more until an answer comes. */
  hasLeft: boolean
}

/** Those of them who are still there. */
export function stillThere<Client>(carried: ReadonlyMap<Client, Carried>): readonly Client[] {
  return [...carried].filter(([, { hasLeft }]) => !hasLeft).map(([client]) => client)
}

/** The same watch, which also notes whether the client is still there; `changed`: it has left, or is back. */
export function noticingLeave(carried: Carried, watch: ConnectionWatch, changed: () => void): ConnectionWatch {
  let hasAnswer = false
  return {
    ...watch,
    answered(latencyMs) {
      hasAnswer = true
      watch.answered(latencyMs)
      carried.hasLeft = false
      changed()
    },
    left() {
      watch.left()
      carried.hasLeft = !hasAnswer
      changed()
    },
  }
}
