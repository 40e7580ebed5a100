import type { Language } from '../messages.ts'
import { networkEn, type NetworkWords } from './en.ts'
import { networkJa } from './ja.ts'

export type { NetworkWords }

const catalogue: Readonly<Record<Language, NetworkWords>> = { en: networkEn, ja: networkJa }

/** The words of the network page; apart from the window's, which are loaded before its first paint. */
export function networkWordsOf(language: Language): NetworkWords {
  return catalogue[language]
}
