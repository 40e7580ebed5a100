import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRecordingName, recordingFileName } from '#domain/recording/file-name.ts'

const id = '1a2b3c4d-0000-4000-8000-000000000000'
const at = Date.UTC(2026, 10, 29, 10, 16, 37, 250)

describe('names of recordings', () => {
  it('say when, who and where', () => {
    expect(recordingFileName(at, 'mika.sato', 'bastion-a', id)).toBe(
      '20261129T101637Z_mika.sato_bastion-a_1a2b3c4d.cast',
    )
  })

  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['.hidden', 'hidden'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['line\nbreak\u0000nul\u202egpj', 'line-break-nul-gpj'],
    ['a_b', 'a-b'],
    ['Müller', 'Mu-ller'],
    ['踏み台', 'unknown'],
    ['', 'unknown'],
    ['x'.repeat(300), 'x'.repeat(40)],
  ])('clean %j', (given, cleaned) => {
    expect(readRecordingName(recordingFileName(at, given, 'b', id))?.user).toBe(cleaned)
  })

  it('are plain, can be read back, and sort by time', () => {
    const time = fc.integer({ min: 0, max: 4_000_000_000_000 })
    fc.assert(
      fc.property(
        time,
        time,
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (one, other, user, target) => {
          const name = recordingFileName(one, user, target, id)
          expect(name).toMatch(/^[\w.@+-]+$/)
          expect(name).not.toMatch(/^\.|\.\./)
          expect(readRecordingName(name)).toMatchObject({
            startedAt: Math.floor(one / 1_000) * 1_000,
            mark: '1a2b3c4d',
          })
          const second = recordingFileName(other, user, target, id)
          if (Math.abs(one - other) > 1_000) expect(name < second).toBe(one < other)
        },
      ),
    )
  })

  it.each(['notes.txt', '.cast', '20261129T101637Z_a_b_1a2b3c4d.cast.part', '../20261129T101637Z_a_b_1a2b3c4d.cast'])(
    'are not %s',
    (name) => expect(readRecordingName(name)).toBeNull(),
  )
})
