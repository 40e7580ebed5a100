import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noKeys, over, shown, typed, type EchoStep, type KeptKeys } from '#domain/recording/echoed-keys.ts'

/** What is typed (`>`) and what is shown (`<`), in their order. */
type Turn = readonly ['>' | '<', string]

function keptOf(turns: readonly Turn[], stepMs = 10): readonly KeptKeys[] {
  const kept: KeptKeys[] = []
  let waiting = noKeys
  const take = (step: EchoStep): void => {
    waiting = step.waiting
    if (step.kept !== null) kept.push(step.kept)
  }
  turns.forEach(([way, text], index) => take((way === '>' ? typed : shown)(waiting, text, index * stepMs)))
  take(over(waiting))
  return kept
}

const shownText = (kept: readonly KeptKeys[]): string =>
  kept.map((one) => (one.kind === 'shown' ? one.text : '')).join('')
const hiddenCount = (kept: readonly KeptKeys[]): number =>
  kept.reduce((sum, one) => sum + (one.kind === 'hidden' ? one.count : 0), 0)

describe('keys of a recording', () => {
  it.each<[string, readonly Turn[], string]>([
    [
      'a line, echo by echo',
      [
        ['>', 'l'],
        ['<', 'l'],
        ['>', 's'],
        ['<', 's'],
        ['>', '\r'],
        ['<', '\r\nfile\r\n$ '],
      ],
      'ls\r',
    ],
    [
      'a line whose echo is late',
      [
        ['>', 'ls'],
        ['>', '\r'],
        ['<', 'ls\r\nfile'],
      ],
      'ls\r',
    ],
    [
      'an echo in parts',
      [
        ['>', 'ls -l'],
        ['<', 'l'],
        ['<', 's -'],
        ['<', 'l'],
      ],
      'ls -l',
    ],
    [
      'an echo behind what an editor sets',
      [
        ['>', 'l'],
        ['<', '\u001b[?25l\u001b[32ml\u001b[0m'],
      ],
      'l',
    ],
    [
      'a key that rubs out',
      [
        ['>', 'a'],
        ['<', 'a'],
        ['>', '\u007f'],
        ['<', '\b\u001b[K'],
        ['>', 'b'],
        ['<', 'b'],
      ],
      'a\u007fb',
    ],
    [
      'a control key',
      [
        ['>', '\u0003'],
        ['<', '^C\r\n$ '],
      ],
      '\u0003',
    ],
    [
      'letters beyond ASCII',
      [
        ['>', 'あé👍'],
        ['<', 'あé👍'],
      ],
      'あé👍',
    ],
  ])('keeps %s', (_name, turns, text) => {
    expect(keptOf(turns)).toSatisfy((kept: readonly KeptKeys[]) => shownText(kept) === text && hiddenCount(kept) === 0)
  })

  it.each<[string, readonly Turn[], number]>([
    [
      'a password',
      [
        ['<', 'Password: '],
        ['>', 'hunter2'],
        ['>', '\r'],
        ['<', '\r\n$ '],
      ],
      8,
    ],
    [
      'a password that is typed letter by letter',
      [
        ['>', 'h'],
        ['>', 'u'],
        ['>', 'n'],
        ['>', '\r'],
        ['<', '\r\nhun'],
      ],
      4,
    ],
    [
      'a password shown as stars',
      [
        ['>', 'secret'],
        ['<', '******'],
      ],
      6,
    ],
    [
      'a password with which the answer only begins alike',
      [
        ['>', 'Last1\r'],
        ['<', 'Last login: today'],
      ],
      6,
    ],
    [
      'an arrow, and what it brings',
      [
        ['>', '\u001b[A'],
        ['<', 'ls -l'],
      ],
      1,
    ],
    [
      'what a terminal answers by itself',
      [
        ['>', '\u001b[?62;c'],
        ['<', '$ '],
      ],
      1,
    ],
    ['what was never answered', [['>', 'abc']], 3],
  ])('makes a number of %s', (_name, turns, count) => {
    const kept = keptOf(turns)
    expect({ text: shownText(kept), count: hiddenCount(kept) }).toEqual({ text: '', count })
  })

  it('takes an echo that is too late for none', () => {
    expect(
      keptOf(
        [
          ['>', 'a'],
          ['<', 'a'],
        ],
        6_000,
      ),
    ).toEqual([{ kind: 'hidden', count: 1 }])
  })

  it('keeps no more waiting than it may', () => {
    expect(typed(noKeys, 'x'.repeat(5_000), 0)).toEqual({ waiting: noKeys, kept: { kind: 'hidden', count: 5_000 } })
  })

  const anyTurns = fc.array(
    fc.tuple(
      fc.constantFrom<'>' | '<'>('>', '<'),
      fc.string({ unit: fc.constantFrom('a', 'b', '\r', '\n', '\b', '\u007f', '\u001b', '[', 'K', 'あ') }),
    ),
    { maxLength: 30 },
  )

  it('keeps nothing that was not shown, and loses no key', () => {
    fc.assert(
      fc.property(anyTurns, (turns) => {
        const kept = keptOf(turns)
        const output = turns.map(([way, text]) => (way === '<' ? text : '')).join('')
        const printed = Array.from(shownText(kept)).filter((key) => key >= ' ' && key !== '\u007f')
        expect(printed.every((key) => output.includes(key))).toBe(true)
        const input = turns.map(([way, text]) => (way === '>' ? text : '')).join('')
        expect(Array.from(shownText(kept)).length + hiddenCount(kept)).toBeLessThanOrEqual(Array.from(input).length)
        expect(kept.length === 0).toBe(input === '')
      }),
    )
  })

  it('never keeps a password that nothing echoes, whatever is shown meanwhile', () => {
    const letters = fc.string({ unit: fc.constantFrom('p', 'q', 'r', '1'), minLength: 1, maxLength: 12 })
    const noise = fc.string({ unit: fc.constantFrom('x', 'y', '\r', '\n', ' ', '\u001b[0m') })
    fc.assert(
      fc.property(letters, fc.array(noise, { minLength: 1, maxLength: 20 }), (password, outputs) => {
        const turns = outputs.flatMap((text, at): Turn[] => [
          ['>', password.charAt(at)],
          ['<', text],
        ])
        const rest: Turn = ['>', `${password.slice(outputs.length)}\r`]
        expect(shownText(keptOf([...turns, rest, ['<', '\r\nx']]))).not.toMatch(/[pqr1]/)
      }),
    )
  })
})
