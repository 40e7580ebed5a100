import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unsoundness, verdictOf } from '../../../script/mutations/verdict.mjs'
import { brokenLines, misfit, overlap, whileBroken } from '../../../script/mutations/workplace.mjs'

const file = 'test/unit/a.test.ts'
const passed = { file, name: 'sees', state: 'passed', errors: [], says: '' } as const
const failed = (errors: readonly string[], says = '') =>
  ({ file, name: 'sees', state: 'failed', errors, says }) as const

describe('a mutation', () => {
  it('is killed by a failed assertion, also where it is the cause of a failed property', () => {
    const killed = { kind: 'killed', by: `${file} > sees` }
    expect(verdictOf({ tests: [failed(['AssertionError'])], outside: [] })).toEqual(killed)
    expect(verdictOf({ tests: [passed, failed(['Error', 'AssertionError'])], outside: [] })).toEqual(killed)
  })

  it.each([
    ['a crash', { tests: [failed(['TypeError'], 'x is not a function')], outside: [] }],
    ['a time limit', { tests: [failed(['Error'], 'Test timed out in 10000ms.')], outside: [] }],
    ['a file that does not load', { tests: [], outside: [{ file, says: 'SyntaxError' }] }],
    ['a test that is not there', { tests: [], outside: [] }],
    ['a test that is skipped', { tests: [{ ...passed, state: 'skipped' as const }], outside: [] }],
    ['tests that pass', { tests: [passed], outside: [] }],
    ['tests that do not end', null],
  ])('survives %s', (_, report) => {
    expect(verdictOf(report)).toMatchObject({ kind: 'survived' })
  })

  it('says nothing where its tests fail, or do not run, without it', () => {
    expect(unsoundness({ tests: [passed], outside: [] }, [file])).toBeNull()
    expect(unsoundness({ tests: [failed(['AssertionError'])], outside: [] }, [file])).toContain('fails without it')
    expect(unsoundness({ tests: [passed], outside: [] }, [file, 'test/unit/b.test.ts'])).toContain('no test of')
    expect(unsoundness({ tests: [passed], outside: [{ file: null, says: 'unhandled' }] }, [file])).not.toBeNull()
    expect(unsoundness(null, [file])).not.toBeNull()
    const elsewhere = { ...failed(['AssertionError']), file: 'test/unit/b.test.ts' }
    expect(unsoundness({ tests: [passed, elsewhere], outside: [] }, [file])).toBeNull()
  })
})

describe('a copy of the project', () => {
  const mutation = { name: 'a', line: 'a', file: 'a.ts', text: 'one', replacement: 'two', killedBy: [file] }
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'culvert-mutation-'))
    mkdirSync(join(root, 'test', 'unit'), { recursive: true })
    writeFileSync(join(root, file), '')
    writeFileSync(join(root, 'a.ts'), 'zero one three')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))
  const place = () => ({ root, scratch: root })
  const read = (): string => readFileSync(join(root, 'a.ts'), 'utf8')

  it('is broken as long as the work takes, in several places at once', async () => {
    const other = { ...mutation, text: 'zero', replacement: 'one' }
    const seen = await whileBroken(place(), [other, mutation], async () => read())
    expect(seen).toBe('one two three')
    expect(read()).toBe('zero one three')
    await expect(whileBroken(place(), [mutation], async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(read()).toBe('zero one three')
  })

  it('takes a mutation whose text stands there once, and whose tests are there', () => {
    expect(misfit(place(), mutation)).toBeNull()
    expect(misfit(place(), { ...mutation, text: 'four' })).toContain('0 times')
    expect(misfit(place(), { ...mutation, text: 'e' })).toContain('4 times')
    expect(misfit(place(), { ...mutation, replacement: 'one' })).toContain('nothing')
    expect(misfit(place(), { ...mutation, file: 'b.ts' })).toContain('b.ts')
    expect(misfit(place(), { ...mutation, killedBy: ['test/unit/b.test.ts'] })).toContain('b.test.ts')
    expect(misfit(place(), { ...mutation, killedBy: [] })).toContain('no test')
  })

  it('knows the lines of each mutation when all are made', () => {
    writeFileSync(join(root, 'a.ts'), 'zero\none\ntwo\nthree\n')
    const first = { ...mutation, text: 'zero\n', replacement: 'a\nb\nc\n' }
    const second = { ...mutation, text: 'two\nthree', replacement: 'd' }
    const spans = brokenLines(place(), [second, first])
    expect(spans.get(first)).toEqual({ from: 1, to: 4 })
    expect(spans.get(second)).toEqual({ from: 5, to: 5 })
  })

  it('knows which mutations can not be made together', () => {
    expect(overlap(place(), mutation, { ...mutation, text: 'e three' })).toBe(true)
    expect(overlap(place(), mutation, { ...mutation, text: 'zero' })).toBe(false)
    expect(overlap(place(), mutation, { ...mutation, file: 'b.ts' })).toBe(false)
  })
})
