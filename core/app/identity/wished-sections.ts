import { sessionSection, type SectionText } from '#domain/aws-config/section-text.ts'
import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { fail, ok } from '#domain/result.ts'
import type { AdditionWish, ProfileNameState, WishedProfile } from '#contract/config-additions.ts'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { AwsConfig } from './ports.ts'

type PermissionSet = Extract<WishedProfile, { kind: 'permission-set' }>

/** What wishes are held against. */
export interface WishSurroundings {
  /** With the sessions that somebody has typed and that are in no file yet. */
  readonly config: AwsConfig
  /** As it stands in the file. */
  readonly written: AwsConfig
  /** Name of an account that the sign-in lists this permission set for; null where it does not. */
  accountNameOf(session: SsoSession, role: Pick<PermissionSet, 'accountId' | 'roleName'>): string | null
}

/** A wish with the name that it has or is given. */
export interface NamedWish {
  readonly wish: WishedProfile
  readonly name: string
  readonly state: ProfileNameState
}

/** SIGN_IN_UNKNOWN, ROLE_NOT_ASSIGNED or PROFILE_INVALID for the first wish that nothing here can fulfil. */
export function checkWishes({ profiles }: AdditionWish, surroundings: WishSurroundings): Result<void> {
  for (const wish of profiles) {
    const checked = wish.kind === 'role' ? checkSource(wish.source, surroundings) : checkRole(wish, surroundings)
    if (!checked.ok) return checked
  }
  return ok(undefined)
}

function checkSource(source: string, { config }: WishSurroundings): Result<void> {
  const profile = config.profiles.find(({ name }) => name === source)
  if (profile === undefined) return fail('PROFILE_INVALID', { profile: source, reason: 'missing' })
  return profile.problem === null ? ok(undefined) : { ok: false, error: profile.problem }
}

function checkRole(
  { session: name, accountId, roleName }: PermissionSet,
  surroundings: WishSurroundings,
): Result<void> {
  const session = sessionOf(surroundings.config, name)
  if (session === null) return fail('SIGN_IN_UNKNOWN', { session: name })
  const isListed = surroundings.accountNameOf(session, { accountId, roleName }) !== null
  return isListed ? ok(undefined) : fail('ROLE_NOT_ASSIGNED', { session: name, accountId, roleName })
}

function sessionOf({ sessions }: AwsConfig, name: string): SsoSession | null {
  return sessions.find((session) => session.name === name && !isConsoleSession(session)) ?? null
}

/** Gives a name to each wish without one, and says which names will not do. */
export function namedWishes({ profiles }: AdditionWish, surroundings: WishSurroundings): readonly NamedWish[] {
  const taken = new Set(surroundings.config.profiles.map(({ name }) => name))
  const used = new Set([...taken, ...profiles.flatMap(({ name }) => name ?? [])])
  const given = profiles.map((wish) => {
    const name = wish.name ?? freeName(proposedName(wish, surroundings), used)
    used.add(name)
    return { wish, name }
  })
  const stateOf = (name: string): ProfileNameState => {
    if (name.toLowerCase() === 'default') return 'reserved'
    if (taken.has(name)) return 'taken'
    return given.filter((one) => one.name === name).length > 1 ? 'twice' : 'free'
  }
  return given.map(({ wish, name }) => ({ wish, name, state: stateOf(name) }))
}

/** Account and role, in letters that every AWS tool takes without quotes. */
function proposedName(wish: WishedProfile, { config, accountNameOf }: WishSurroundings): string {
  if (wish.kind === 'role') return plain(`${wish.source}-${wish.roleArn.split('/').at(-1) ?? ''}`)
  const session = sessionOf(config, wish.session)
  const account = session === null ? null : accountNameOf(session, wish)
  return `${plain(account ?? '') || wish.accountId}-${plain(wish.roleName)}`
}

const plain = (text: string): string => text.replaceAll(/[^\w@+.-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '')

function freeName(wanted: string, used: ReadonlySet<string>): string {
  let name = wanted
  for (let count = 2; used.has(name); count += 1) name = `${wanted}-${count}`
  return name
}

/** The sections to write: first the sign-ins that are in no file yet, then the profiles. */
export function sectionsOf(
  wishes: readonly NamedWish[],
  region: string | null,
  surroundings: WishSurroundings,
): readonly SectionText[] {
  const { config, written } = surroundings
  const known = new Set(written.sessions.map(({ name }) => name))
  const names = new Set(wishes.flatMap(({ wish }) => (wish.kind === 'permission-set' ? [wish.session] : [])))
  const missing = [...names].flatMap((name) => (known.has(name) ? [] : (sessionOf(config, name) ?? [])))
  return [...missing.map(sessionSection), ...wishes.map((one) => profileSection(one, region, surroundings))]
}

function profileSection({ wish, name }: NamedWish, region: string | null, surroundings: WishSurroundings): SectionText {
  const own = wish.kind === 'role' ? roleSettings(wish) : permissionSetSettings(wish, surroundings)
  return { kind: 'profile', name, settings: [...own, ...(region === null ? [] : [['region', region] as const])] }
}

function roleSettings({ source, roleArn, mfaSerial }: Extract<WishedProfile, { kind: 'role' }>) {
  const device = mfaSerial === null ? [] : [['mfa_serial', mfaSerial] as const]
  return [['role_arn', roleArn] as const, ['source_profile', source] as const, ...device]
}

function permissionSetSettings(
  { session: name, accountId, roleName }: PermissionSet,
  { config, written }: WishSurroundings,
): SectionText['settings'] {
  const session = sessionOf(config, name)
  const inline =
    session !== null && isInline(written, name)
      ? ([
          ['sso_start_url', session.startUrl],
          ['sso_region', session.region],
        ] as const)
      : ([['sso_session', name]] as const)
  return [...inline, ['sso_account_id', accountId], ['sso_role_name', roleName]]
}

/** A sign-in that no section has, only profiles of the old form: their tokens are named after the address, so a new one writes it, too. */
function isInline({ profiles }: AwsConfig, session: string): boolean {
  const users = profiles.filter(({ sso }) => sso?.session.name === session)
  return users.length > 0 && users.every(({ settings }) => settings['sso_session'] === undefined)
}
