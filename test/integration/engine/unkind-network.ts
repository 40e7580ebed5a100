import type { Tamper } from '#sandbox/gateway/index.ts'

/** Each number: one in so many messages meets that fate. */
export interface Unkindness {
  /** Which way the bulk of the data goes. */
  readonly against: 'upload' | 'download'
  readonly drop: number
  readonly duplicate: number
  readonly swap: number
  readonly loseAcknowledgement: number
}

/** How many messages have met which fate. */
export interface Dealt {
  drops: number
  duplicates: number
  swaps: number
  lostAcknowledgements: number
}

/** Handshakes are spared. */
const spared = 10

/** A network that loses, doubles and swaps messages of one direction, and loses their acknowledgements. It counts what it did. */
export function createUnkindNetwork(unkindness: Unkindness): { readonly tamper: Tamper; readonly dealt: Dealt } {
  const dealt: Dealt = { drops: 0, duplicates: 0, swaps: 0, lostAcknowledgements: 0 }
  const dataGoes = unkindness.against === 'upload' ? 'to-agent' : 'to-client'
  const fateOfData = (index: number): ReturnType<Tamper> => {
    if (index % unkindness.drop === 0) return (dealt.drops++, 'drop')
    if (index % unkindness.duplicate === 0) return (dealt.duplicates++, 'duplicate')
    return index % unkindness.swap === 0 ? (dealt.swaps++, 'swap') : 'deliver'
  }
  const tamper: Tamper = ({ direction, type, index }) => {
    if (index < spared || (type === 'acknowledge') === (direction === dataGoes)) return 'deliver'
    if (type !== 'acknowledge') return fateOfData(index)
    return index % unkindness.loseAcknowledgement === 0 ? (dealt.lostAcknowledgements++, 'drop') : 'deliver'
  }
  return { tamper, dealt }
}
