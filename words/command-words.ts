import { commandWords as en, type CommandWords } from './commands/en.ts'
import { commandWords as ja } from './commands/ja.ts'
import type { Language } from './messages.ts'

export type { CommandWords }

/** The words of saved commands in a language. Apart from the dictionary, because that is loaded before the first look. */
export function commandWordsOf(language: Language): CommandWords {
  return language === 'ja' ? ja : en
}
