import { farFilesEn, type FarFileWords } from './far-files/en.ts'
import { farFilesJa } from './far-files/ja.ts'
import type { Language } from './messages.ts'

export type { FarFileWords }

const languages: Readonly<Record<Language, FarFileWords>> = { en: farFilesEn, ja: farFilesJa }

/** The words of the files of targets in a language. They stand apart from the window's, which the first look waits for. */
export function farFileWordsOf(language: Language): FarFileWords {
  return languages[language]
}
