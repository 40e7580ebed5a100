import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { farKey } from '#contract/files.ts'
import { farKeyOf, farPathOf } from '#domain/far-path/far-key.ts'
import { absoluteFar, farName, farParent, isFarName, joinFar } from '#domain/far-path/far-path.ts'

describe('keys of paths at the far end', () => {
  test('lead back to the very path, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 0 }), (text) => {
        const path = `/${text.replaceAll('\0', '')}`
        expect(farPathOf(farKeyOf(path))).toBe(path)
      }),
    )
  })

  test('are of the form that the contract lets through', () => {
    for (const path of ['/', '/srv/日本語/a b', '/_2f_', '/__']) expect(farKey.parse(farKeyOf(path))).toBeTruthy()
  })

  test.each(['abc', '_2f', '_zzzzzzzz_', '_0_', 'srv', '_2f_x_41_'])('%s is none', (key) => {
    expect(farPathOf(key)).toBeNull()
  })
})

describe('paths at the far end', () => {
  test.each([
    ['~', '/home/u'],
    ['~/logs', '/home/u/logs'],
    ['/srv//x/./y/../z/', '/srv/x/z'],
    ['/../..', '/'],
    ['logs', '/home/u/logs'],
    ['~other', '/home/u/~other'],
  ])('%s is %s', (typed, path) => {
    expect(absoluteFar(typed, '/home/u')).toBe(path)
  })

  test('have a name, a folder, and names inside', () => {
    expect([farName('/srv/x'), farParent('/srv/x'), farParent('/srv'), farParent('/')]).toEqual([
      'x',
      '/srv',
      '/',
      null,
    ])
    expect([joinFar('/', 'x'), joinFar('/srv', 'x')]).toEqual(['/x', '/srv/x'])
  })

  test.each(['', '.', '..', 'a/b', '../x', 'a\0b'])('%j is no name of something in a folder', (name) => {
    expect(isFarName(name)).toBe(false)
  })
})
