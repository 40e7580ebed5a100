import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SealVerdict } from '#contract/recordings.ts'
import { sealPrimitives as primitives } from '#core/system/seal-primitives.ts'
import { eventLine, EventReader, headerLine } from '#domain/recording/recorded-lines.ts'
import { SealChain } from '#domain/recording/seal-chain.ts'
import { SealCheck } from '#domain/recording/seal-check.ts'
import { sampleHeader } from './sample-header.ts'

const key = '5e'.repeat(32)
const startedAt = sampleHeader().startedAt

/** A recording of five seconds, sealed after each. */
function sealed(chainKey: string | null, ends: boolean): readonly string[] {
  const chain = new SealChain(primitives, chainKey)
  const lines: string[] = []
  const add = (line: string): void => {
    chain.cover(Buffer.from(line))
    lines.push(line)
  }
  add(headerLine(sampleHeader(), { columns: 80, rows: 24 }))
  for (let second = 1; second <= 5; second += 1) {
    add(eventLine(second * 1_000 - 500, 'o', `line ${second}\r\n`))
    if (second === 5 && ends) add(eventLine(5_000, 'x', 'left'))
    lines.push(eventLine(second * 1_000, 's', chain.next(second * 1_000)))
  }
  return lines
}

function verdictOf(lines: readonly string[], checkKey: string | null, isTorn = false): SealVerdict {
  const check = new SealCheck({ primitives, key: checkKey, startedAt })
  const reader = new EventReader()
  for (const line of lines) check.line(Buffer.from(line), reader.read(line))
  return check.verdict(isTorn)
}

describe('the seal of a recording', () => {
  it('holds when nothing was changed', () => {
    expect(verdictOf(sealed(key, true), key)).toEqual({ is: 'intact', keyed: true })
    expect(verdictOf(sealed(null, true), null)).toEqual({ is: 'intact', keyed: false })
  })

  it('names the time from which it fails', () => {
    const lines = sealed(key, true).map((line) => line.replace('line 3', 'LINE 3'))
    expect(verdictOf(lines, key)).toEqual({ is: 'altered', from: startedAt + 2_000 })
  })

  it.each<[string, (lines: readonly string[]) => readonly string[]]>([
    ['a line is taken out', (lines) => lines.toSpliced(5, 1)],
    ['a line is put in', (lines) => lines.toSpliced(5, 0, eventLine(2_400, 'o', 'rm -rf /'))],
    [
      'two lines change places',
      (lines) => [...lines.slice(0, 3), ...lines.slice(3, 5).toReversed(), ...lines.slice(5)],
    ],
    ['a second is taken out with its seal', (lines) => lines.toSpliced(3, 2)],
    ['the header says another user', (lines) => lines.map((line) => line.replace('mika.sato', 'kim.lee'))],
    ['something is put behind the end', (lines) => [...lines, eventLine(6_000, 'o', 'more')]],
    ['the time of a seal is changed', (lines) => lines.map((line) => line.replace('[3,"s"', '[3.5,"s"'))],
    ['a line end is changed', (lines) => lines.map((line, at) => (at === 3 ? line.replace('\n', ' \n') : line))],
  ])('fails when %s', (_name, change) => {
    expect(verdictOf(change(sealed(key, true)), key).is).toBe('altered')
    expect(verdictOf(change(sealed(null, true)), null).is).toBe('altered')
  })

  it('tells a recording that ends early, whether it was left so or cut', () => {
    expect(verdictOf(sealed(key, false), key)).toEqual({ is: 'unfinished', keyed: true, until: startedAt + 5_000 })
    expect(verdictOf(sealed(key, true).slice(0, -3), key)).toMatchObject({ is: 'unfinished', until: startedAt + 4_000 })
    expect(verdictOf([...sealed(key, false), eventLine(5_500, 'o', 'not sealed')], key).is).toBe('unfinished')
  })

  it('speaks for no bytes behind the end, and leaves a recording its torn line that has no end', () => {
    expect(verdictOf(sealed(key, true), key, true)).toEqual({ is: 'altered', from: startedAt + 5_000 })
    expect(verdictOf(sealed(null, true), null, true).is).toBe('altered')
    expect(verdictOf(sealed(key, false), key, true).is).toBe('unfinished')
  })

  it('can not be made without the key', () => {
    expect(verdictOf(sealed('ab'.repeat(32), true), key).is).toBe('altered')
    expect(verdictOf(sealed(null, true), key).is).toBe('altered')
  })

  it('does not give away the key of what was sealed before', () => {
    const keys: string[] = []
    const spied = { ...primitives, mac: (used: string, text: string) => (keys.push(used), primitives.mac(used, text)) }
    const chain = new SealChain(spied, key)
    for (let at = 0; at < 4; at += 1) chain.next(at)
    expect(new Set(keys).size).toBe(4)
  })

  it('sees any byte that is another', () => {
    const lines = sealed(key, true)
    const bytes = Buffer.from(lines.join(''))
    fc.assert(
      fc.property(fc.nat(bytes.length - 2), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ by
        const check = new SealCheck({ primitives, key, startedAt })
        const reader = new EventReader()
        for (let from = 0; from < changed.length;) {
          const end = changed.indexOf(10, from) + 1 || changed.length
          const line = changed.subarray(from, end)
          check.line(line, reader.read(line.toString()))
          from = end
        }
        expect(check.verdict(!changed.toString('latin1').endsWith('\n')).is).not.toBe('intact')
      }),
      { numRuns: 500 },
    )
  })
})
