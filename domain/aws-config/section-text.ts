import type { SsoSession } from '#contract/sign-in.ts'

/** A section as it is to be written into the AWS config. */
export interface SectionText {
  readonly kind: 'sso-session' | 'profile'
  /** One line of text; quoted in the file where it is not one word. */
  readonly name: string
  /** Keys and values in their order; values are one line each. */
  readonly settings: readonly (readonly [key: string, value: string])[]
}

/** The section of a session, as `aws configure sso` writes it. */
export function sessionSection({ name, startUrl, region }: SsoSession): SectionText {
  const settings = [
    ['sso_start_url', startUrl],
    ['sso_region', region],
    ['sso_registration_scopes', 'sso:account:access'],
  ] as const
  return { kind: 'sso-session', name, settings }
}
