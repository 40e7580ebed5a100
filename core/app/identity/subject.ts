import type { SsoSession } from '#contract/sign-in.ts'

/**
 * What is asked once for all who wait: a sign-in with an SSO session, in the browser; or a code of an MFA device, for one identity.
 */
export type Subject =
  | { readonly kind: 'sso-session'; readonly session: SsoSession }
  | { readonly kind: 'mfa-device'; readonly id: string }

/** Equal for what is asked by one question. */
export function subjectKey(subject: Subject): string {
  return subject.kind === 'sso-session' ? `sso ${subject.session.name}` : `mfa ${subject.id}`
}
