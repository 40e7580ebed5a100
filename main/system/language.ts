import type { Snapshot } from '#contract/snapshot.ts'

/** BCP 47 tag of the language to speak: the user's choice, or the system's. */
export function languageOf({ app, settings }: Pick<Snapshot, 'app' | 'settings'>): string {
  return settings.language === 'system' ? app.systemLanguage : settings.language
}
