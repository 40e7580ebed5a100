import { describe, expect, test } from 'vitest'
import { partName } from '#domain/far-path/local-name.ts'
import { foldedName, TakenNames } from '#domain/far-path/taken-names.ts'

const named = (names: readonly string[], fold = foldedName): readonly string[] => {
  const taken = new TakenNames(fold)
  return names.map((name) => taken.take(name))
}

describe('names in one folder', () => {
  test('stay as they are when they differ', () => {
    expect(named(['a', 'b', 'a.txt'])).toEqual(['a', 'b', 'a.txt'])
  })

  test.each([
    [
      ['a_.txt', 'a_.txt', 'a_.txt'],
      ['a_.txt', 'a_ (2).txt', 'a_ (3).txt'],
    ],
    [
      ['README', 'Readme'],
      ['README', 'Readme (2)'],
    ],
    [
      ['\u00e9', 'e\u0301'],
      ['\u00e9', 'e\u0301 (2)'],
    ],
    [
      ['a', 'a (2)', 'a'],
      ['a', 'a (2)', 'a (3)'],
    ],
    [
      [partName('x'), 'x'],
      [partName('x'), 'x (2)'],
    ],
    [
      ['x', partName('x')],
      ['x', '.x (2).culvert-part'],
    ],
  ])('%j become %j', (names, own) => {
    expect(named(names)).toEqual(own)
  })

  test('that differ by case stay where that is another file', () => {
    expect(named(['a', 'A'], (name) => name)).toEqual(['a', 'A'])
  })

  test('of which very many are one, and very long, all get their own', () => {
    const names = named(Array.from({ length: 2_000 }, () => 'l'.repeat(220)))
    expect(new Set(names).size).toBe(2_000)
  })
})
