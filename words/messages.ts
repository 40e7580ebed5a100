import type { Settings } from '#contract/snapshot.ts'
import { en } from './en/index.ts'
import { ja } from './ja/index.ts'
import type { Messages } from './shape.ts'

export type { Messages }
export type Language = 'en' | 'ja'

const catalogue: Record<Language, Messages> = { en, ja }

/** The language to use: the user's choice, or Japanese on a Japanese system, else English. */
export function chooseLanguage(choice: Settings['language'], systemLanguage: string): Language {
  if (choice !== 'system') return choice
  return systemLanguage.toLowerCase().split(/[-_]/)[0] === 'ja' ? 'ja' : 'en'
}

/** The words of a language. */
export function messagesOf(language: Language): Messages {
  return catalogue[language]
}
