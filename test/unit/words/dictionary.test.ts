import { describe, expect, it } from 'vitest'
import { saidTwice, textsIn, textsOf } from './dictionary-texts.ts'

describe('the dictionary', () => {
  const english = textsOf('en')
  const japanese = textsOf('ja')

  it('is read as a whole', () => {
    for (const one of [
      { key: 'tunnels: failure.rawError', text: 'Error as it came' },
      { key: 'letter: policy', text: 'This allows exactly that, and nothing more:' },
    ])
      expect(english).toContainEqual(one)
    expect(japanese).toContainEqual({ key: 'letter: greeting', text: 'お疲れさまです。' })
    expect(english.length).toBeGreaterThan(600)
    expect(japanese.length).toBeGreaterThan(550)
  })

  it('says nothing twice', () => {
    expect(saidTwice(english, japanese)).toEqual([])
  })

  it.each([
    [
      'a sentence',
      "export const a = { one: 'Retry', two: { three: 'Retry' } }",
      "export const a = { one: '再試行', two: { three: '再試行' } }",
    ],
    [
      'a template',
      'export const a = { one: (x: string) => `Copy ${x}`, two: { three: (y: string) => `Copy ${y}` } }',
      'export const a = { one: (x) => `${x} をコピー`, two: { three: (y) => `${y} をコピー` } }',
    ],
  ])('finds %s that stands twice', (_what, one, other) => {
    expect(saidTwice(textsIn('a', one), textsIn('a', other))).toHaveLength(1)
  })

  it('takes one word for two things that the other language tells apart', () => {
    const one = textsIn('a', "export const a = { verb: 'Open', state: 'Open' }")
    const other = textsIn('a', "export const a = { verb: '開く', state: '接続済み' }")
    expect(saidTwice(one, other)).toEqual([])
  })
})
