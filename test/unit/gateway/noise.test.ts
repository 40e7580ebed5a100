import { describe, expect, it } from 'vitest'
import type { Noise, TamperedMessage } from '#sandbox/gateway/index.ts'
import { createNoise } from '#sandbox/gateway/link/noise.ts'

const quiet: Noise = { drop: 0, duplicate: 0, reorder: 0, loseAcknowledgements: 0, after: 0, seed: 1 }
const MESSAGES = 4_000

const messages = (type: string, direction: TamperedMessage['direction'] = 'to-client'): readonly TamperedMessage[] =>
  Array.from({ length: MESSAGES }, (_, index) => ({ direction, type, index, sequence: index }))

/** Share of each fate, in per cent. */
function fates(noise: Noise, type: string): Readonly<Record<string, number>> {
  const tamper = createNoise(noise)
  const counts: Record<string, number> = { deliver: 0, drop: 0, duplicate: 0, swap: 0 }
  for (const message of messages(type)) counts[tamper(message)] = (counts[tamper(message)] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).map(([fate, times]) => [fate, (100 * times) / MESSAGES]))
}

describe('noise', () => {
  it('is silent by default', () => {
    expect(fates(quiet, 'output_stream_data')).toEqual({ deliver: 100, drop: 0, duplicate: 0, swap: 0 })
  })

  it('meets as many messages as it was told, of each kind', () => {
    const noise = { ...quiet, drop: 0.1, duplicate: 0.2, reorder: 0.3 }
    const shares = fates(noise, 'output_stream_data')
    for (const [fate, share] of Object.entries({ drop: 10, duplicate: 20, swap: 30, deliver: 40 })) {
      expect(Math.abs((shares[fate] ?? 0) - share)).toBeLessThan(3)
    }
    expect(fates(noise, 'acknowledge')).toMatchObject({ deliver: 100 })
  })

  it('loses acknowledgements, and only these, when told', () => {
    const noise = { ...quiet, loseAcknowledgements: 0.5 }
    expect(Math.abs((fates(noise, 'acknowledge')['drop'] ?? 0) - 50)).toBeLessThan(3)
    expect(fates(noise, 'input_stream_data')).toMatchObject({ deliver: 100 })
  })

  it('spares the first messages', () => {
    const tamper = createNoise({ ...quiet, drop: 1, after: 5 })
    expect(messages('output_stream_data').slice(0, 7).map(tamper)).toEqual([
      ...Array.from({ length: 5 }, () => 'deliver'),
      'drop',
      'drop',
    ])
  })

  it('is the same for the same seed, and another for another seed or direction', () => {
    const noise = { ...quiet, drop: 0.5 }
    const toClient = messages('output_stream_data').map(createNoise(noise))
    expect(messages('output_stream_data').map(createNoise(noise))).toEqual(toClient)
    expect(messages('output_stream_data').map(createNoise({ ...noise, seed: 2 }))).not.toEqual(toClient)
    expect(messages('output_stream_data', 'to-agent').map(createNoise(noise))).not.toEqual(toClient)
  })
})
