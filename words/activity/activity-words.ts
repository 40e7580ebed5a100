import type { Language } from '../messages.ts'
import { activityEn, type ActivityWords } from './en.ts'
import { activityJa } from './ja.ts'

export type { ActivityWords }

const catalogue: Readonly<Record<Language, ActivityWords>> = { en: activityEn, ja: activityJa }

/** The words of Activity; apart from the window's, which are loaded before its first paint. */
export function activityWordsOf(language: Language): ActivityWords {
  return catalogue[language]
}
