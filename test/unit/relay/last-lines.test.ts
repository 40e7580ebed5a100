import { describe, expect, it } from 'vitest'
import { LastLines } from '#relay/process/last-lines.ts'

function linesOf(secrets: readonly string[], chunks: readonly string[]): readonly string[] {
  const lines = new LastLines(secrets)
  for (const chunk of chunks) lines.add(Buffer.from(chunk))
  return lines.read()
}

describe('the last lines of an output', () => {
  it('are the last twenty, without blank ones', () => {
    const chunks = Array.from({ length: 30 }, (_, index) => `line ${index}\n\n`)
    expect(linesOf([], chunks)).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index + 10}`))
  })

  it('never hold a secret, also when it came in pieces or lies where the text is cut', () => {
    const secret = 'S3CRET'.repeat(20)
    expect(linesOf([secret, ''], ['token ', secret.slice(0, 7), secret.slice(7), ' end'])).toEqual([
      'token [redacted] end',
    ])
    for (let filler = 19_800; filler <= 20_050; filler += 1) {
      const lines = linesOf([secret], [`${secret}\n${'x'.repeat(filler)}\ny`])
      expect(lines.join('\n')).not.toContain('S3CRET')
    }
  })

  it('are cut to a length that can be shown', () => {
    expect(linesOf([], ['x'.repeat(5_000)])[0]).toHaveLength(500)
  })
})
