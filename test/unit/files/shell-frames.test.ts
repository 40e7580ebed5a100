import { afterEach, expect, it, vi } from 'vitest'
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

it('takes up what follows a frame that was broken off by the mark', () => {
  const broken = `${mark}:1:${base64('half')}${mark}:2:${base64('two')}:0::${mark}`
  for (const pieceBytes of [1, 7, 1_000]) expect(taken(new ShellFrames(mark), broken, pieceBytes)).toEqual(['2 two'])
})

it('is not worn out by marks: broken frames are not kept, however many come', () => {
  const frames = new ShellFrames(mark)
  const piece = Buffer.from(`${mark}:${'x'.repeat(1_024 * 1_024)}`)
  for (let sent = 0; sent < 40; sent += 1) expect(frames.take(piece)).toEqual([])
})

/** How many marks of text are gone through from now on, by whatever searches. */
function countSearched(): () => number {
  let searched = 0
  const counting = (holder: object, name: string): void => {
    const search: unknown = Reflect.get(holder, name)
    if (typeof search !== 'function') throw new Error(name)
    vi.spyOn(holder as Record<string, () => unknown>, name).mockImplementation(function (
      this: string | Uint8Array,
      ...asked: unknown[]
    ) {
      const found: unknown = Reflect.apply(search, this, asked)
      const from = typeof asked[1] === 'number' ? asked[1] : 0
      searched += (typeof found === 'number' && found !== -1 ? found : this.length) - from
      return found
    })
  }
  for (const name of ['indexOf', 'includes']) counting(String.prototype, name)
  counting(Buffer.prototype, 'indexOf')
  return () => searched
}
afterEach(() => vi.restoreAllMocks())

it.each([
  ['a mark in each piece', `${'x'.repeat(1_000)}${mark}`],
  ['a beginning in each piece', `${mark}:${'x'.repeat(1_000)}`],
  ['an end in each piece', `${'x'.repeat(1_000)}:${mark}`],
  ['half a mark in each piece', `${'x'.repeat(100)}${mark.slice(0, -1)}`],
])('searches what a hostile end prints about once: %s', (_, text) => {
  const frames = new ShellFrames(mark)
  frames.take(Buffer.from(`${mark}:`))
  const piece = Buffer.from(text)
  const searched = countSearched()
  let sent = 0
  for (; sent < 1_024 * 1_024; sent += piece.length) frames.take(piece)
  const gone = searched()
  vi.restoreAllMocks()
  expect(gone).toBeLessThan(sent * 1.5)
})

it('calls no program with the mark: every user there can read how programs were called', () => {
  const calls = farProgram(mark)
    .split('\n')
    .filter((line) => /\b(?:stat|find|dd|head|base64) /.test(line))
  expect(calls.filter((line) => line.includes('$M') || line.includes(mark))).toEqual([])
})
