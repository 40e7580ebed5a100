import { expect, it } from 'vitest'
import { ShellFrames } from '#relay/files/shell-frames.ts'
import { farProgram } from '#relay/files/shell-script.ts'

const mark = 'feedfacefeedface'
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const frame = (number: string, said: string): string => `\n${mark}:${number}:${base64(said)}:0::${mark}\n`

function taken(frames: ShellFrames, text: string, pieceBytes: number): string[] {
  const found: string[] = []
  for (let at = 0; at < text.length; at += pieceBytes)
    for (const { number, output } of frames.take(Buffer.from(text.slice(at, at + pieceBytes))) ?? [])
      found.push(`${number} ${output.toString()}`)
  return found
}

it.each([1, 2, 5, 16, 17, 1_000])('finds frames in pieces of %d bytes, and nothing between them', (pieceBytes) => {
  const text = `$ ${frame('1', 'one')}Broadcast message ${mark}${frame('2', '')}:${frame('3', 'three')}`
  expect(taken(new ShellFrames(mark), text, pieceBytes)).toEqual(['1 one', '2 ', '3 three'])
})

it('takes a long answer byte by byte in no more than a moment', () => {
  const long = 'x'.repeat(1_500_000)
  expect(taken(new ShellFrames(mark), frame('1', long), 1)).toEqual([`1 ${long}`])
})

it('keeps nothing of what is in no frame', () => {
  const frames = new ShellFrames(mark)
  for (let sent = 0; sent < 40; sent += 1) expect(frames.take(Buffer.alloc(1_024 * 1_024, 'x'))).toEqual([])
})

it('calls no program with the mark: every user there can read how programs were called', () => {
  const calls = farProgram(mark)
    .split('\n')
    .filter((line) => /\b(?:stat|find|dd|head|base64) /.test(line))
  expect(calls.filter((line) => line.includes('$M') || line.includes(mark))).toEqual([])
})
