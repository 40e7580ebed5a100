import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPieces, type TerminalPiece } from '#domain/recording/terminal-pieces.ts'
import { TextLines } from '#domain/recording/text-lines.ts'
import { unfinishedTail } from '#domain/recording/utf8-tail.ts'

function linesOf(...parts: readonly string[]): readonly string[] {
  const heard: string[] = []
  const lines = new TextLines(({ text }) => heard.push(text))
  parts.forEach((part, at) => lines.write(part, at))
  lines.end()
  return heard
}

const marks = ['a', '\u001b', '[', ']', '\\', '3', ';', 'm', 'K', 'P', '\u0007', '\r', '\n', '\u009b', 'あ', '(']
const anyText = fc.string({ unit: fc.constantFrom(...marks), maxLength: 60 })

describe('what a terminal is told', () => {
  it('is taken apart without losing anything, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), (parts) => {
        const pieces: TerminalPiece[] = []
        const rest = parts.reduce((before, part) => readPieces(before + part, (piece) => pieces.push(piece)), '')
        expect(pieces.map(({ text }) => text).join('') + rest).toBe(parts.join(''))
        const whole: TerminalPiece[] = []
        readPieces(parts.join(''), (piece) => whole.push(piece))
        const sequences = (all: readonly TerminalPiece[]) => all.filter(({ kind }) => kind !== 'text')
        expect(sequences(pieces)).toEqual(sequences(whole))
      }),
    )
  })

  it('keeps little of a string that does not end', () => {
    const rest = readPieces(`\u001b]0;${'x'.repeat(1_000_000)}`, () => {
      throw new Error('nothing is whole')
    })
    expect(rest.length).toBeLessThan(10)
  })
})

describe('lines of a recording', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['plain lines', ['one\r\ntwo\r\n'], ['one', 'two']],
    ['a line in parts', ['o', 'n', 'e\r', '\n'], ['one']],
    ['colours', ['\u001b[1;32mgreen\u001b[0m plain'], ['green plain']],
    ['a title', ['\u001b]0;my title\u0007prompt'], ['prompt']],
    ['a line typed wrong and mended', ['ls -x\b \b', 'l\r\n'], ['ls -l']],
    ['a bar that is drawn again and again', ['10%\r50%\r100%\r\n'], ['100%']],
    ['an editor that writes in the middle', ['ac\b\u001b[1@b\r\n'], ['abc']],
    ['an editor that takes away', ['abbc\b\b\u001b[1P\r\n'], ['abc']],
    ['what is erased to the end', ['secret\r\u001b[Kpublic\r\n'], ['public']],
    ['columns', ['a\tb\r\n'], ['a       b']],
    ['a screen that is drawn', ['\u001b[2J\u001b[Htop\u001b[5;1Hbelow'], ['top', 'below']],
  ])('has %s', (_name, parts, expected) => {
    expect(linesOf(...parts)).toEqual(expected)
  })

  it('is the same wherever output is cut', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), (text, at) => {
        expect(linesOf(text.slice(0, at), text.slice(at))).toEqual(linesOf(text))
      }),
    )
  })

  it('does not grow with a line of megabytes', () => {
    expect(
      Math.max(...linesOf('x'.repeat(2_000_000), '\u001b[9999C'.repeat(1_000)).map(({ length }) => length)),
    ).toBeLessThanOrEqual(2_000_000)
    expect(
      linesOf(...Array.from({ length: 1_000 }, () => 'x'.repeat(1_000))).every(({ length }) => length <= 5_096),
    ).toBe(true)
  })
})

describe('the end of some bytes', () => {
  it('is held back only as long as a character may still become whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.nat(100), (text, cut) => {
        const bytes = new TextEncoder().encode(text)
        const at = Math.min(cut, bytes.length)
        const held = unfinishedTail(bytes.subarray(0, at))
        // Up to there it is UTF-8 by itself.
        expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, at - held))).not.toThrow()
      }),
    )
  })

  it('holds nothing back that can not become a character', () => {
    for (const wrong of [[0xc0], [0xff], [0xed, 0xa0], [0xe0, 0x80], [0xf4, 0x90], [0xf0, 0x80], [0x80], [0x61, 0x80]])
      expect(unfinishedTail(Uint8Array.from(wrong)), wrong.join()).toBe(0)
  })
})
