import type { Language } from './messages.ts'
import { shellWords as en, type ShellWords } from './shells/en.ts'
import { shellWords as ja } from './shells/ja.ts'

export type { ShellWords }

/** The words of the shells' screen in a language. They stand apart from the window's, which the first look waits for. */
export function shellWordsOf(language: Language): ShellWords {
  return language === 'ja' ? ja : en
}
