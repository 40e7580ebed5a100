import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { includeLine, includeStateOf, withInclude, withoutInclude } from '#domain/ssh-config/include-line.ts'

const line = 'Include ~/.ssh/culvert.conf'

function edited(edit: ReturnType<typeof withInclude>): string {
  if (edit.kind !== 'changed') throw new Error(edit.kind)
  return edit.text
}

describe('the line', () => {
  it.each([
    ['', `${line}\n`],
    ['Host a\n  User b\n', `${line}\n\nHost a\n  User b\n`],
    ['Host a\r\n  User b\r\n', `${line}\r\n\r\nHost a\r\n  User b\r\n`],
    ['Host a', `${line}\n\nHost a`],
    // Below a block it counts for that block's hosts alone.
    [`Host a\n${line}\n`, `${line}\n\nHost a\n`],
    [`# ${line}\nHost a\n`, `${line}\n\nHost a\n`],
  ])('%j has it at the top', (before, after) => {
    expect(edited(withInclude(before, line))).toBe(after)
    expect(includeStateOf(after, line)).toEqual({ kind: 'on', line: 1 })
  })

  it('is put in and taken out without a trace, whatever the text', () => {
    const texts = fc.array(fc.constantFrom('Host a', '  User b', '', '# c', 'Match all', '\t', 'IdentityFile ~/.ssh/é'))
    fc.assert(
      fc.property(texts, fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, end, isEnded) => {
        const text = lines.join(end) + (isEnded ? end : '')
        const there = edited(withInclude(text, line))
        expect(there.endsWith(text)).toBe(true)
        expect(withInclude(there, line)).toEqual({ kind: 'unchanged' })
        expect(edited(withoutInclude(there, line))).toBe(text)
      }),
    )
  })

  it('is left where a person has put it, as long as it counts for every host', () => {
    const text = `# mine\n  ${line}\nHost a\n`
    expect(withInclude(text, line)).toEqual({ kind: 'unchanged' })
    expect(edited(withoutInclude(text, line))).toBe('# mine\nHost a\n')
  })

  it.each(['\ufeffHost a\n', 'Host a\0\n'])('is not put into %j', (text) => {
    expect(withInclude(text, line)).toEqual({ kind: 'unsafe' })
  })

  it.each([
    [`Host a\n${line}\n`, { kind: 'moved', line: 2 }],
    [`match all\n${line}\n`, { kind: 'moved', line: 2 }],
    [`#${line}\n`, { kind: 'moved', line: 1 }],
    ['Host a\nInclude ~/.ssh/culvert.conf.old\n', { kind: 'off' }],
  ])('%j says where it is', (text, state) => {
    expect(includeStateOf(text, line)).toEqual(state)
  })

  it('has its path in quotes where that has a blank', () => {
    expect(includeLine('/home/a b/.ssh/culvert.conf')).toBe('Include "/home/a b/.ssh/culvert.conf"')
  })
})
