import { filesEn, type FileWords } from './files/en.ts'
import { filesJa } from './files/ja.ts'
import type { Language } from './messages.ts'

export type { FileWords }

const languages: Readonly<Record<Language, FileWords>> = { en: filesEn, ja: filesJa }

/** The words of the files of targets in a language. They stand apart from the window's, which the first look waits for. */
export function fileWordsOf(language: Language): FileWords {
  return languages[language]
}
