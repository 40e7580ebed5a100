import type { Language } from '../messages.ts'
import { filesEn, type FileWords } from './en.ts'
import { filesJa } from './ja.ts'

export type { FileWords }

const catalogue: Readonly<Record<Language, FileWords>> = { en: filesEn, ja: filesJa }

/** The words of main's dialogs about files; apart from the window's, which are loaded before its first paint. */
export function fileWordsOf(language: Language): FileWords {
  return catalogue[language]
}
