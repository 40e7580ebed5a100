import { describe, expect, it } from 'vitest'
import { isAsItLooks } from '#contract/unseen.ts'
import { shownVisibly, visibleLines } from '#domain/text/visible.ts'

describe('texts as they look', () => {
  it.each([
    'orders-db',
    'Müller & Söhne',
    '設定 – 本番',
    'قاعدة البيانات',
    'می‌خواهم',
    'क्‍ष',
    '👩‍💻 team',
    '❤️',
    '葛󠄀城',
    '',
  ])('leaves %j alone', (text) => {
    expect(visibleLines(text)).toBe(text)
    expect(isAsItLooks(text)).toBe(true)
  })

  it.each([
    ['prod\u202egpj.exe', 'prod⟨U+202E⟩gpj.exe'],
    ['a\u2066b\u2069', 'a⟨U+2066⟩b⟨U+2069⟩'],
    ['pro\u200bduction', 'pro⟨U+200B⟩duction'],
    ['pro\u200dduction', 'pro⟨U+200D⟩duction'],
    ['\u200cproduction', '⟨U+200C⟩production'],
    ['a\u001b[31mred', 'a⟨U+001B⟩[31mred'],
    ['a\u009b31m', 'a⟨U+009B⟩31m'],
    ['a\rb', 'a⟨U+000D⟩b'],
    ['a\u{e0041}b', 'a⟨U+E0041⟩b'],
    ['\u3164', '⟨U+3164⟩'],
    ['\ufeffname', '⟨U+FEFF⟩name'],
    ['half \ud83d', 'half ⟨U+D83D⟩'],
  ])('shows what is not seen in %j', (text, shown) => {
    expect(visibleLines(text)).toBe(shown)
    expect(isAsItLooks(text)).toBe(false)
    // What stands for a mark is not taken for the name itself.
    expect(isAsItLooks(shown)).toBe(false)
  })
})

describe('values as they look', () => {
  it('shows the marks of all texts, at any depth', () => {
    const value = { tags: [{ key: 'Name\u202e', value: 'a\u200bb' }], n: 1, none: null }
    expect(shownVisibly(value)).toEqual({ tags: [{ key: 'Name⟨U+202E⟩', value: 'a⟨U+200B⟩b' }], n: 1, none: null })
  })

  it('keeps lines where a text has them, and in no name', () => {
    expect(shownVisibly({ name: 'a\nb', said: 'a\r\nb\tc\u0007' })).toEqual({
      name: 'a⟨U+000A⟩b',
      said: 'a\nb\tc⟨U+0007⟩',
    })
  })

  it('is the very value where all can be seen', () => {
    const value = { list: [{ name: 'orders' }], said: 'one\ntwo' }
    expect(shownVisibly(value)).toBe(value)
  })
})
