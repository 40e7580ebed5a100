import { describe, expect, it } from 'vitest'
import { lineDiff, linesIn, withGaps, type DiffLine } from '#domain/line-diff/line-diff.ts'
import { randomOf } from '../../fuzz/engine/random.ts'

const textsOf = (lines: readonly DiffLine[], without: DiffLine['kind']) =>
  lines.flatMap(({ kind, text }) => (kind === without ? [] : [text]))

describe('the difference of two texts', () => {
  it('has both texts in it, whatever they are, and of one text with lines put in no line is removed', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const random = randomOf(`line diff ${seed}`)
      const some = () => Array.from({ length: random.below(14) }, () => random.pick(['a', 'b', '', '[x]']))
      const [before, after] = [some(), some()]
      const lines = lineDiff(before, after)
      expect(textsOf(lines, 'added')).toEqual(before)
      expect(textsOf(lines, 'removed')).toEqual(after)
      const longer = before.flatMap((line) => (random.chance(30) ? [line, 'new'] : [line]))
      expect(lineDiff(before, longer).filter(({ kind }) => kind === 'removed')).toEqual([])
    }
  })

  it('is told of a large text at once, where no more than its ends are the same', () => {
    const lines = (word: string) => ['same', ...Array.from({ length: 5_000 }, (_, at) => `${word} ${at}`), 'same']
    const told = lineDiff(lines('was'), lines('is'))
    expect(told).toHaveLength(10_002)
    expect([told[0], told.at(-1)]).toEqual([
      { kind: 'same', text: 'same' },
      { kind: 'same', text: 'same' },
    ])
  })

  it('is shown with a few lines around each change, and how many are left out', () => {
    const before = Array.from({ length: 12 }, (_, at) => `${at}`)
    const after = [...before.slice(0, 1), 'x', ...before.slice(1, 11)]
    expect(
      withGaps(lineDiff(before, after), 1).map((row) => ('text' in row ? `${row.kind} ${row.text}` : row.lines)),
    ).toEqual(['same 0', 'added x', 'same 1', 8, 'same 10', 'removed 11'])
  })

  it('knows lines by any line break', () => {
    expect(linesIn('a\r\nb\nc\rd\n')).toEqual(['a', 'b', 'c', 'd'])
    expect([linesIn(''), linesIn('\n'), linesIn('a\n\n')]).toEqual([[], [''], ['a', '']])
  })
})
