import { signInName } from '#domain/console-sign-in/console-session.ts'
import type { SsoSession } from '#contract/sign-in.ts'

/** What a person calls a sign-in: its name; one that stands inside a profile is named after its address. */
export function organisationName({ name, startUrl }: SsoSession): string {
  return name.includes('://') ? startUrl.replace(/^https?:\/\//, '').replace(/[/#]+$/, '') : signInName(name)
}
