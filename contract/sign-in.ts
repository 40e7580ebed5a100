import { z } from 'zod'
import { isWebAddress, lineNameForm } from './forms.ts'
import { accountId, profileRef, region } from './tunnel.ts'
import { problem } from './problem.ts'

const epochMs = z.number().int()

/** How the user proves who they are: browser redirect with PKCE (RFC 7636, RFC 8252), or a code typed elsewhere (RFC 8628). */
export const signInMethod = z.enum(['browser', 'device-code'])
export type SignInMethod = z.infer<typeof signInMethod>

const sessionName = z.string().max(256).regex(lineNameForm)

/** An `[sso-session NAME]` section: where to sign in. */
export const ssoSession = z.object({
  name: sessionName,
  startUrl: z.string().refine(isWebAddress),
  region,
  /** Of a console session (`aws login`), which is no section: the name is the ARN of whose it is. Absent for an Identity Center. */
  issuer: z.literal('console').optional(),
})
export type SsoSession = z.infer<typeof ssoSession>

/** Where one sign-in stands. */
export const signInStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-out') }),
  /** Without the page's address: with the `state` in it, whoever has it may end the sign-in with a code of their own. */
  z.object({ kind: z.literal('waiting-browser'), since: epochMs, expiresAt: epochMs }),
  z.object({
    kind: z.literal('waiting-device-code'),
    since: epochMs,
    expiresAt: epochMs,
    userCode: z.string(),
    url: z.url(),
  }),
  z.object({
    kind: z.literal('signed-in'),
    /** When the access token ends; renewed silently while the portal session lives. */
    expiresAt: epochMs,
    renewable: z.boolean(),
  }),
  z.object({ kind: z.literal('failed'), problem, at: epochMs }),
])
export type SignInStatus = z.infer<typeof signInStatus>

/** One SSO session with its state, as windows see it. No token is in it. */
export const signInView = z.object({
  session: ssoSession,
  status: signInStatus,
  /** The user's name at the Identity Center; absent until credentials of it were used once, for only they tell. */
  person: z.string().max(256).optional(),
})
export type SignInView = z.infer<typeof signInView>

/** What a profile gets its credentials from (`docs/reference/aws-sign-in.md`, Profiles). */
export const profileKind = z.enum([
  'static',
  'sso',
  'assume-role',
  'credential-source',
  'web-identity',
  'process',
  'login',
  'none',
])
export type ProfileKind = z.infer<typeof profileKind>

/** A profile a tunnel may use, with the words to show for it. */
export const profileView = z.object({
  ref: profileRef,
  /** Account name or profile name. */
  title: z.string(),
  accountId: accountId.nullable(),
  roleName: z.string().nullable(),
  /** Region of the profile in `~/.aws/config`, if it names one. */
  region: region.nullable(),
  kind: profileKind,
  /** Name of the sign-in that it stands on; null where it needs none. */
  signIn: z.string().nullable(),
  /** Why it cannot be used as it is written. */
  problem: problem.nullable(),
})
export type ProfileView = z.infer<typeof profileView>

/** Every profile, what is wrong with the files they come from, and what these files and the environment say of this computer. */
export const profileList = z.object({
  profiles: z.array(profileView),
  problems: z.array(problem),
  /** The AWS config, as people write its path (`~/.aws/config`). */
  file: z.string(),
  /** The region that is used unless a profile says otherwise: of the environment, else of the config. */
  region: region.nullable(),
})
export type ProfileList = z.infer<typeof profileList>
