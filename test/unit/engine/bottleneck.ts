import { Outbox } from '#relay/engine/builtin/outbox.ts'

/** A path with a delay of its own and one narrow place; what is sent faster than it passes waits there. */
export interface Path {
  readonly roundTripMs: number
  readonly megabytesPerSecond: number
  /** Acknowledgements arrive in bunches, one each so many milliseconds, as a busy machine or a radio makes them; 0 = singly. */
  readonly bunchMs: number
  /** Each `everyMs` nothing passes the narrow place for `lengthMs`: another program has the processor. */
  readonly pauses?: { readonly everyMs: number; readonly lengthMs: number }
}

export interface Outcome {
  /** Share of what the path could have carried. */
  readonly utilization: number
  /** Mean time a message waited at the narrow place, milliseconds. */
  readonly queueMs: number
  /** Messages that were sent again, though none was lost. */
  readonly resent: number
}

const bytes = 1_024
const stepMs = 0.1
/** A sender looks for lost messages so often. */
const lookEveryMs = 100

/** Sends for `seconds` over `path` as fast as an outbox allows. The first second, while it learns, does not count. */
export function simulate(path: Path, seconds: number, maxWindowBytes = 1_048_576): Outcome {
  const outbox = new Outbox(maxWindowBytes)
  const perMessageMs = bytes / 1_000 / path.megabytesPerSecond
  const acknowledgements: { readonly sequence: number; readonly at: number }[] = []
  let head = 0
  let freeAt = 0
  let counted = 0
  let waited = 0
  let lookAt = lookEveryMs
  let resent = 0
  for (let now = 0; now < seconds * 1_000; now += stepMs) {
    for (let next = acknowledgements[head]; next !== undefined && next.at <= now; next = acknowledgements[head]) {
      outbox.acknowledge(next.sequence, now)
      head += 1
    }
    if (now >= lookAt) {
      resent += outbox.due(now).length
      lookAt += lookEveryMs
    }
    while (outbox.open) {
      const sequence = outbox.nextSequence
      outbox.sent(empty, bytes, now)
      freeAt = afterPause(Math.max(freeAt, now), path.pauses) + perMessageMs
      acknowledgements.push({ sequence, at: bunched(freeAt + path.roundTripMs, path.bunchMs) })
      if (now < 1_000) continue
      counted += 1
      waited += freeAt - perMessageMs - now
    }
  }
  const possible = ((seconds - 1) * 1_000) / perMessageMs
  return { utilization: counted / possible, queueMs: waited / counted, resent }
}

const empty = Buffer.alloc(0)

function bunched(at: number, bunchMs: number): number {
  return bunchMs === 0 ? at : Math.ceil(at / bunchMs) * bunchMs
}

function afterPause(at: number, pauses: Path['pauses']): number {
  if (pauses === undefined) return at
  const phase = at % pauses.everyMs
  return phase < pauses.lengthMs ? at - phase + pauses.lengthMs : at
}
