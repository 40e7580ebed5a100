import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mutations } from '../mutations/index.ts'
import type { Mutation } from '../mutations/mutation.ts'
import { defenceLines, tableFaults } from './security-table.ts'
import { projectFiles, root, type SourceFile } from './source-tree.ts'

const document = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
const lines = defenceLines(document)
const files = projectFiles()

describe('the table of lines of defence', () => {
  test('is read whole', () => {
    const table = /\n\| name \|.*\n\| --- .*\n((?:\|.*\n)+)/.exec(document)?.[1] ?? ''
    expect(lines).toHaveLength(table.trimEnd().split('\n').length)
    expect(lines.length).toBeGreaterThan(40)
  })

  test('has a mutation and the tests that kill it on each line', () => {
    expect(tableFaults(lines, mutations, files)).toEqual([])
  })

  test('has mutations enough, each in a text that stands once in its file', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(60)
    const texts = new Map(files.map(({ path, text }) => [path, text]))
    const unfit = mutations.filter(({ file, text, replacement }) => {
      const found = (texts.get(file) ?? '').split(text).length - 1
      return found !== 1 || text === replacement
    })
    expect(unfit.map(({ name, file }) => `${name}: does not fit ${file}`)).toEqual([])
  })
})

const killer: SourceFile = { path: 'test/unit/a.test.ts', text: "test('sees', () => {})" }
const sample: Mutation = {
  name: 'a-broken',
  line: 'a',
  file: 'core/a.ts',
  text: 'x',
  replacement: 'y',
  killedBy: ['test/unit/a.test.ts'],
}
const row = (held: string, name = 'a'): string => `| \`${name}\` | it holds | \`core/\` | ${held} |`

describe('a line', () => {
  test('that fits is left alone', () => {
    expect(tableFaults(defenceLines(row('`test/unit/a.test.ts` "sees"')), [sample], [killer])).toEqual([])
  })

  test.each([
    ['without a mutation', row('`test/unit/a.test.ts`'), []],
    ['of another name than its mutation', row('`test/unit/a.test.ts`', 'b'), [{ ...sample, line: 'a' }]],
    ['that names no test', row('unit tests'), [sample]],
    ['that names a test which kills nothing', row('`test/unit/a.test.ts`; `test/unit/b.test.ts`'), [sample]],
    ['that names a file which is not there', row('`test/unit/a.test.ts`; `test/e2e/gone.spec.ts`'), [sample]],
    ['that names a test which is not there', row('`test/unit/a.test.ts` "hears"'), [sample]],
    ['with two mutations of one name', row('`test/unit/a.test.ts`'), [sample, sample]],
  ])('%s is caught', (_, text, broken) => {
    const others: SourceFile = { path: 'test/unit/b.test.ts', text: '' }
    expect(tableFaults(defenceLines(text), broken, [killer, others])).not.toEqual([])
  })
})
