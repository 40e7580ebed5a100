import type { Language } from '../messages.ts'
import { proxySignInEn, type ProxySignInWords } from './en.ts'
import { proxySignInJa } from './ja.ts'

const catalogue: Readonly<Record<Language, ProxySignInWords>> = { en: proxySignInEn, ja: proxySignInJa }

/** The words of the question for a proxy's sign-in; apart from the window's, which are loaded before its first paint. */
export function proxySignInWordsOf(language: Language): ProxySignInWords {
  return catalogue[language]
}
