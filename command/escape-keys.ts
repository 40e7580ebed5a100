/** What is to be done about typed bytes, in this order. */
export type EscapeStep =
  | { readonly kind: 'type'; readonly bytes: Buffer }
  | { readonly kind: 'help' }
  | { readonly kind: 'leave' }

/** Finds `~.` and its like among what a person types. */
interface EscapeKeys {
  /** Takes what was typed. A `~` at the start of a line waits for the key after it. */
  take(typed: Buffer): readonly EscapeStep[]
  /** Nothing more is typed: what still waits. */
  rest(): Buffer
}

const tilde = 0x7e
const keys = { end: 0x2e, help: 0x3f, off: 0x2d } as const
const lineEnds: ReadonlySet<number> = new Set([0x0a, 0x0d])

/** Within the line, at its start, after a `~` there, or no longer looking. */
type Place = 'within-line' | 'line-start' | 'after-tilde' | 'off'

/**
 * The escapes of AWS's plugin from 1.2.835: at the start of a line `~.` leaves, `~?` helps, `~-` turns the escapes off and
 * `~~` types one tilde; a tilde before any other key is typed with it. The first line counts, as in SSH; for AWS's plugin
 * lines start after the first Enter only.
 */
export function createEscapeKeys(): EscapeKeys {
  let place: Place = 'line-start'
  return {
    take(typed) {
      const steps: EscapeStep[] = []
      let plain: number[] = []
      const flush = (): void => {
        if (plain.length > 0) steps.push({ kind: 'type', bytes: Buffer.from(plain) })
        plain = []
      }
      for (const byte of typed) {
        const next = follow(place, byte)
        place = next.place
        plain.push(...next.typed)
        if (next.step === undefined) continue
        flush()
        steps.push({ kind: next.step })
        if (next.step === 'leave') return steps
      }
      flush()
      return steps
    },
    rest() {
      if (place !== 'after-tilde') return Buffer.alloc(0)
      place = 'within-line'
      return Buffer.from([tilde])
    },
  }
}

interface Next {
  readonly place: Place
  readonly typed: readonly number[]
  readonly step?: 'help' | 'leave'
}

function follow(place: Place, byte: number): Next {
  if (place === 'off') return { place, typed: [byte] }
  if (place === 'after-tilde') return followTilde(byte)
  if (place === 'line-start' && byte === tilde) return { place: 'after-tilde', typed: [] }
  return { place: placeAfter(byte), typed: [byte] }
}

function followTilde(byte: number): Next {
  switch (byte) {
    case keys.end:
      return { place: 'line-start', typed: [], step: 'leave' }
    case keys.help:
      // The far end has seen nothing of it: its line still starts here.
      return { place: 'line-start', typed: [], step: 'help' }
    case keys.off:
      return { place: 'off', typed: [] }
    case tilde:
      return { place: 'within-line', typed: [tilde] }
    default:
      return { place: placeAfter(byte), typed: [tilde, byte] }
  }
}

const placeAfter = (byte: number): Place => (lineEnds.has(byte) ? 'line-start' : 'within-line')
