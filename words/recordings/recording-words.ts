import type { Language } from '../messages.ts'
import { recordingsEn, type RecordingWords } from './en.ts'
import { recordingsJa } from './ja.ts'

export type { RecordingWords }

const catalogue: Readonly<Record<Language, RecordingWords>> = { en: recordingsEn, ja: recordingsJa }

/** The words of recordings; apart from the window's, which are loaded before its first paint. */
export function recordingWordsOf(language: Language): RecordingWords {
  return catalogue[language]
}
