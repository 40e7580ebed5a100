import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asksFirst, longestPiece, piecesOf, reviewPaste, typedText } from '#domain/paste-review/paste-review.ts'

const esc = '\u001b'
/** The design's six lines. */
const six = [
  'cd /srv/orders/current',
  'set -a; . ./orders.env; set +a',
  `bin/rails runner \t'Order.where(state: "held")`,
  `  .find_each { |o| o.release! }'${esc}[31m`,
  'echo \u202e"done" >> /tmp/release.log',
  'tail -n 3 /tmp/release.log',
]

/** Texts with what terminals and eyes trip over, more often than chance would have it. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        `${esc}[201~`,
        `${esc}[200~`,
        '\u009b201~',
        esc,
        `${esc}[`,
        `${esc}]52;c;`,
        '\u0007',
        '\r\n',
        '\n',
        '\r',
        '\t',
        '201~',
        '\u202e',
        '\u200b',
        'ls',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const signalKeys = '\u0003\u0019\u001a\u001c'

describe('what is pasted', () => {
  test('is shown line by line, with what cannot be seen by name', () => {
    const { lines, hidden, endsWithEnter } = reviewPaste(`${six.join('\n')}\n`)
    expect(lines).toHaveLength(6)
    expect({ hidden, endsWithEnter }).toEqual({ hidden: 3, endsWithEnter: true })
    expect(lines[2]).toEqual([
      { kind: 'text', text: 'bin/rails runner ' },
      { kind: 'hidden', name: 'TAB' },
      { kind: 'text', text: `'Order.where(state: "held")` },
    ])
    expect(lines[3]?.at(-1)).toEqual({ kind: 'hidden', name: 'ESC [31m' })
    expect(lines[4]?.[1]).toEqual({ kind: 'hidden', name: 'U+202E' })
  })

  test('is asked about unless it is one plain line without its end', () => {
    expect(asksFirst(reviewPaste('ls -la'))).toBe(false)
    expect(asksFirst(reviewPaste('naïve 日本語 👩‍👩‍👧'))).toBe(false)
    for (const text of ['ls\n', 'a\nb', 'a\rb', `ls${esc}[0m`, 'a\u200bb', 'a\tb', '\u0003'])
      expect(asksFirst(reviewPaste(text)), JSON.stringify(text)).toBe(true)
  })

  test('is typed without what cannot be seen, lines ending as Enter ends them', () => {
    expect(typedText(six.join('\r\n'), 'clean').split('\r')).toEqual([
      six[0],
      six[1],
      `bin/rails runner     'Order.where(state: "held")`,
      `  .find_each { |o| o.release! }'`,
      'echo "done" >> /tmp/release.log',
      six[5],
    ])
    expect(typedText(`a${esc}]0;title\u0007b${esc}Pq#1~~${esc}\\c`, 'clean')).toBe('abc')
    expect(typedText('a\nb\n', 'one-line')).toBe('a b')
  })

  test('exactly as copied is that, but for what would end the brackets of a paste', () => {
    expect(typedText(six.join('\n'), 'exact')).toBe(six.join('\r'))
    expect(typedText(`x${esc}[2${esc}[201~01~rm -rf /`, 'exact')).toBe('xrm -rf /')
    // The terminal driver acts on these before a program reads them, and bash gives its bracketed paste up.
    expect(typedText('echo a\u0003\nb\u001a\u001c\u0019\tc\u0001', 'exact')).toBe('echo a\rb\tc\u0001')
    expect(typedText(`x${esc}[20\u00031~y`, 'exact')).toBe('xy')
  })

  test('has its marks taken out however deep they stand in each other', () => {
    expect(typedText(`${esc}[20`.repeat(100_000) + '1~'.repeat(100_000), 'exact')).toBe('')
  })

  test('never ends its brackets, nor holds a control where that was left out', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const choice of ['clean', 'exact', 'one-line'] as const)
          expect(typedText(text, choice)).not.toMatch(new RegExp(`(?:${esc}\\[|\u009b)20[01]~`))
        expect(typedText(text, 'exact')).not.toMatch(new RegExp(`[${signalKeys}]`))
        expect(typedText(text, 'clean').replaceAll('\r', '')).not.toMatch(/\p{Cc}/u)
        expect(typedText(text, 'one-line')).not.toMatch(/\p{Cc}/u)
      }),
      { numRuns: 2_000 },
    )
  })

  test('is looked at in a time that grows with its length, however it is made', () => {
    for (const piece of [`${esc}]`, `${esc}[`, `${esc}P`, '\u009d', 'a\u200b', `${esc}[31m`]) {
      const started = performance.now()
      expect(reviewPaste(piece.repeat(20_000)).hidden).toBeGreaterThan(0)
      expect(performance.now() - started, JSON.stringify(piece)).toBeLessThan(3_000)
    }
  })
})

describe('the pieces of a paste', () => {
  test('are the whole text in its order, none too long and none a half of a letter', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 3_000 }), { maxLength: 8 }), (lines) => {
        const typed = lines.join('\r').replaceAll('\n', '')
        const pieces = piecesOf(typed)
        expect(pieces.map(({ text }) => text).join('')).toBe(typed)
        for (const { text } of pieces) {
          expect(text.length).toBeLessThanOrEqual(longestPiece)
          expect(text).not.toMatch(/[\ud800-\udbff]$|^[\udc00-\udfff]/)
        }
      }),
    )
  })

  test('tell how many lines are sent with each', () => {
    const pieces = piecesOf(Array.from({ length: 10_000 }, (_, index) => `line ${index}`).join('\r'))
    expect(pieces.length).toBeGreaterThan(10)
    expect(pieces.at(-1)?.linesSoFar).toBe(10_000)
    for (const { text } of pieces.slice(0, -1)) expect(text.endsWith('\r')).toBe(true)
  })
})
