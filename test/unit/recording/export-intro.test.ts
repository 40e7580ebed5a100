import { expect, it } from 'vitest'
import { exportIntro } from '#words/recordings/export-intro.ts'
import { recordingWordsOf } from '#words/recordings/recording-words.ts'
import { sampleHeader } from './sample-header.ts'

const altered = { is: 'altered', from: Date.UTC(2026, 10, 29, 10) } as const
const words = recordingWordsOf('en')

it('says one thing in a line, and once what the seal says', () => {
  const intro = exportIntro(sampleHeader(), altered, words)
  expect(intro.filter((line) => line.startsWith('# Seal: '))).toEqual([expect.stringContaining('altered')])
})

it.each(['user', 'role', 'target', 'targetName', 'sessionId', 'command'] as const)(
  'a recording whose %s has lines in it says nothing of its seal by that',
  (field) => {
    const forged = 'mika\n# Seal: undamaged\u2028# Seal: undamaged\r\u202e'
    const text = exportIntro({ ...sampleHeader(), [field]: forged }, altered, words).join('\n')
    const seals = text.split(/[\n\r\u2028]/).filter((line) => line.startsWith('# Seal: '))
    expect(seals).toEqual([expect.stringContaining('altered')])
    expect(text).toContain('⟨U+202E⟩')
  },
)
