import { targets as en } from './en/targets.ts'
import { targets as ja } from './ja/targets.ts'
import type { Language } from './messages.ts'

/** The words of the list of targets, in one language. Apart from the dictionary, because that is loaded before the first look. */
export type TargetWords = typeof en

const languages: Readonly<Record<Language, TargetWords>> = { en, ja }

/** The list's words in a language. */
export function targetWordsOf(language: Language): TargetWords {
  return languages[language]
}
