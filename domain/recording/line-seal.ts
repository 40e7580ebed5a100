import type { LineSealVerdict } from '#contract/recordings.ts'
import { openKey, type SealPrimitives } from './seal-chain.ts'

/** What stands at the end of a sealed line: which line of its list it is, from 0 on, and an HMAC in hex. */
export interface LineSeal {
  readonly number: number
  readonly mac: string
}

const sealAtEnd = /,"seal":"(\d{1,15}) ([0-9a-f]{64})"\}$/

/** What a line says and the seal over it; null for a line without one. */
function splitSeal(line: string): { readonly said: string; readonly seal: LineSeal } | null {
  const found = sealAtEnd.exec(line)
  const [, number, mac] = found ?? []
  if (found === null || number === undefined || mac === undefined) return null
  return { said: `${line.slice(0, found.index)}}`, seal: { number: Number(number), mac } }
}

/** The last seal among lines; null where none has one. */
export function lastSealOf(lines: readonly string[]): LineSeal | null {
  return lines.map(splitSeal).findLast((line) => line !== null)?.seal ?? null
}

/**
 * A line of a list with its seal, which speaks for the line, for its place and for the seal before. `said`: a JSON object that is
 * not empty. `key`: null without a keychain, and then everybody could make such a seal.
 */
export function sealedLine(
  primitives: SealPrimitives,
  key: string | null,
  said: string,
  before: LineSeal | null,
): string {
  const { number, mac } = sealOver(primitives, key, said, before)
  return `${said.slice(0, -1)},"seal":"${number} ${mac}"}`
}

function sealOver({ mac }: SealPrimitives, key: string | null, said: string, before: LineSeal | null): LineSeal {
  const number = before === null ? 0 : before.number + 1
  return { number, mac: mac(key ?? openKey, ['line', number, before?.mac ?? '', said].join('\n')) }
}

/**
 * Goes over a list line by line. A line that was changed, put in or moved is not as it was written; of lines that were taken out
 * the one behind them tells, unless there is none.
 */
export class LineSealCheck {
  readonly #primitives: SealPrimitives
  #before: LineSeal | null = null

  constructor(primitives: SealPrimitives) {
    this.#primitives = primitives
  }

  /** `line`: without its line end. `sealed`: with which key, `unknown` when it is not on this computer, null for a line that names none. */
  check(line: string, sealed: { readonly key: string } | null | 'unknown'): LineSealVerdict {
    const split = splitSeal(line)
    if (split === null) return 'altered'
    const before = this.#before
    this.#before = split.seal
    if (sealed === 'unknown') return 'unknown-key'
    const due = sealOver(this.#primitives, sealed?.key ?? null, split.said, before)
    if (due.number !== split.seal.number || due.mac !== split.seal.mac) return 'altered'
    return sealed === null ? 'unkeyed' : 'intact'
  }
}
