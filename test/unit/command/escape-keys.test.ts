import { describe, expect, it } from 'vitest'
import { createEscapeKeys } from '#command/escape-keys.ts'

/** What typing comes to: the text that is typed, `<help>` and `<leave>` in their places. */
function typed(...bursts: readonly string[]): string {
  const keys = createEscapeKeys()
  const steps = bursts.flatMap((burst) => keys.take(Buffer.from(burst)))
  const words = steps.map((step) => (step.kind === 'type' ? step.bytes.toString() : `<${step.kind}>`))
  return [...words, keys.rest().toString()].join('')
}

const cases: readonly (readonly [name: string, typed: string, passed: string])[] = [
  ['plain text', 'ls -l\r', 'ls -l\r'],
  ['leave, at the very beginning', '~.', '<leave>'],
  ['leave, after Enter', 'ls\r~.', 'ls\r<leave>'],
  ['leave, after a line feed', 'ls\n~.', 'ls\n<leave>'],
  ['nothing after leaving', '~.exit\r', '<leave>'],
  ['help', 'ls\r~?', 'ls\r<help>'],
  ['help within a paste', 'ls\r~?pwd\r', 'ls\r<help>pwd\r'],
  ['help, then leave: the line has not begun', '~?~.', '<help><leave>'],
  ['one tilde for two', '~~', '~'],
  ['one tilde for two, then as usual', '~~.\r~.', '~.\r<leave>'],
  ['three tildes: a fence in a text', 'a\r~~~\r', 'a\r~~\r'],
  ['a home folder', '~/bin/run ~.\r', '~/bin/run ~.\r'],
  ['a tilde within the line', 'cd ~.\r', 'cd ~.\r'],
  ['a tilde before Enter, which starts a line', '~\r~.', '~\r<leave>'],
  ['a tilde before Ctrl-C', '~\u0003', '~\u0003'],
  ['no more escapes', '~-~.\r~?\r~~\r', '~.\r~?\r~~\r'],
  ['a tilde that nothing follows', 'ls\r~', 'ls\r~'],
  ['letters of more than one byte', '~é\r~.', '~é\r<leave>'],
]

describe('what is typed', () => {
  it.each(cases)('%s, in one burst', (_name, text, passed) => {
    expect(typed(text)).toBe(passed)
  })

  it.each(cases)('%s, byte by byte', (_name, text, passed) => {
    const keys = createEscapeKeys()
    const parts: (Buffer | string)[] = []
    for (const byte of Buffer.from(text)) {
      for (const step of keys.take(Buffer.from([byte]))) {
        parts.push(step.kind === 'type' ? step.bytes : `<${step.kind}>`)
        if (step.kind === 'leave') return expect(joined(parts)).toBe(passed)
      }
    }
    expect(joined([...parts, keys.rest()])).toBe(passed)
  })

  it('is lost nowhere, though a paste has tildes all over', () => {
    const paste = Array.from({ length: 20_000 }, (_, line) => `${line}~x ~ ~~\r`).join('')
    expect(typed(paste)).toBe(paste)
  })

  it('waits after a tilde, and no longer than to the end', () => {
    const keys = createEscapeKeys()
    expect(keys.take(Buffer.from('~'))).toEqual([])
    expect(keys.rest().toString()).toBe('~')
    expect(keys.rest()).toHaveLength(0)
  })
})

const joined = (parts: readonly (Buffer | string)[]): string =>
  Buffer.concat(parts.map((part) => Buffer.from(part))).toString()
