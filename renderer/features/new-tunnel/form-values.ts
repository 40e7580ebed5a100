import type { TunnelDocument } from '#contract/chosen-document.ts'
import type { ProfileView } from '#contract/sign-in.ts'
import {
  typedDraft,
  type EngineChoice,
  type Environment,
  type TunnelDraft,
  type TunnelKind,
  type TunnelPreference,
} from '#contract/tunnel.ts'
import { guessEnvironment } from '#domain/environments.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { profileEntries } from '#domain/profile/profile-entries.ts'
import { chosenProfile, profileOf, type ChosenProfile } from '#domain/profile/profile.ts'
import { profileKey } from '../../app/profile-store.ts'
import { noRule, ruleOf, ruleValues, type RuleValues } from './form-rule.ts'

/** The form as it is typed: text everywhere, so that nothing a user writes is lost while it is wrong. */
export interface FormValues extends RuleValues {
  readonly kind: TunnelKind
  readonly name: string
  readonly label: string
  /** Key of the chosen profile, or empty. */
  readonly profile: string
  /** Id of the environment. */
  readonly environment: string
  readonly region: string
  readonly host: string
  readonly port: string
  readonly localPort: string
  /** Empty for `localhost`. */
  readonly localAddress: string
  readonly sessionStart: TunnelPreference['sessionStart']
  readonly idleMinutes: number | null
  readonly lanes: boolean
  readonly engine: EngineChoice
  readonly database: string
  readonly username: string
  /** With spaces between. */
  readonly allowedOrigins: string
  /** With spaces between. */
  readonly localNames: string
  readonly reason: string
  /** The session document of the account; null is AWS's own. */
  readonly document: TunnelDocument | null
  /** Empty where the agent connects to the endpoint itself. */
  readonly relayPort: string
}

export type FormField = keyof FormValues

/** What can be wrong with a field; the sentence is made from the words of the form. */
type FieldProblem =
  | 'required'
  | 'name'
  | 'host'
  | 'port'
  | 'tag'
  | 'instance'
  | 'group'
  | 'address'
  | 'account'
  | 'region'
  | 'origin'
  | 'localName'
  | 'localAddress'
  | 'tooLong'
  | 'unseen'

export type FormProblems = Partial<Record<FormField, FieldProblem>>

/** The port a kind usually listens on, as the form has it. */
export const usualPort = (kind: TunnelKind): string => String(kinds[kind].usualPort ?? '')

/** What a new tunnel is until somebody says otherwise. */
const firstKind: TunnelKind = 'postgresql'

/** An empty form; the region is the one of the first account, or where the sign-in is. */
export function emptyValues(
  profiles: readonly ProfileView[],
  environments: readonly Environment[],
  region: string,
): FormValues {
  const harmless = environments.findLast(({ isProduction }) => !isProduction) ?? environments[0]
  const entries = profileEntries(profiles)
  const only = entries.length === 1 ? entries[0]?.profile : undefined
  return {
    kind: firstKind,
    name: '',
    label: '',
    profile: only === undefined ? '' : profileKey(only.ref),
    environment: guessEnvironment(only?.title ?? '', environments) ?? harmless?.id ?? '',
    region: only?.region ?? entries[0]?.profile.region ?? region,
    host: '',
    port: usualPort(firstKind),
    ...noRule,
    tags: 'Role=bastion',
    localPort: '',
    localAddress: '',
    sessionStart: 'first-connection',
    idleMinutes: 20,
    lanes: true,
    engine: 'auto',
    database: '',
    username: '',
    allowedOrigins: '',
    localNames: '',
    reason: '',
    document: null,
    relayPort: '',
  }
}

/** The form of a saved tunnel. */
export function valuesOf(tunnel: TunnelDraft): FormValues {
  const { definition, preference } = tunnel
  const profile = profileOf(tunnel)
  return {
    kind: definition.kind,
    name: definition.name,
    label: definition.label ?? '',
    profile: profile === null ? '' : profileKey(profile),
    environment: definition.environment,
    region: definition.region,
    host: definition.endpoint.host,
    port: String(definition.endpoint.port),
    ...ruleValues(definition.target),
    localPort: String(preference.localPort),
    localAddress: preference.localAddress ?? '',
    sessionStart: preference.sessionStart,
    idleMinutes: preference.idleMinutes,
    lanes: preference.lanes,
    engine: preference.engine,
    database: definition.database ?? '',
    username: preference.username ?? '',
    allowedOrigins: (preference.allowedOrigins ?? []).join(' '),
    localNames: (preference.localNames ?? []).join(' '),
    reason: definition.reason ?? '',
    document: definition.document ?? null,
    relayPort: definition.relayPort === undefined ? '' : String(definition.relayPort),
  }
}

const numberOf = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : Number.NaN)
const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())

const fieldOfPath: Record<string, FormField> = {
  name: 'name',
  label: 'label',
  region: 'region',
  'endpoint.host': 'host',
  'endpoint.port': 'port',
  'target.id': 'instance',
  'target.tags': 'tags',
  'target.name': 'group',
  'target.address': 'address',
  'target.cluster': 'cluster',
  'target.service': 'service',
  'target.container': 'container',
  localPort: 'localPort',
  localAddress: 'localAddress',
  database: 'database',
  username: 'username',
  allowedOrigins: 'allowedOrigins',
  localNames: 'localNames',
  reason: 'reason',
  document: 'document',
  relayPort: 'relayPort',
  account: 'profile',
  profile: 'profile',
}

const problemOfField: Partial<Record<FormField, FieldProblem>> = {
  name: 'name',
  region: 'region',
  host: 'host',
  port: 'port',
  localPort: 'port',
  relayPort: 'port',
  localAddress: 'localAddress',
  tags: 'tag',
  instance: 'instance',
  group: 'group',
  address: 'address',
  allowedOrigins: 'origin',
  localNames: 'localName',
  cluster: 'required',
  service: 'required',
  container: 'required',
}

type ParsedForm =
  | { readonly ok: true; readonly draft: TunnelDraft }
  | { readonly ok: false; readonly problems: FormProblems }

/** The chosen profile as the tunnel keeps it; a tunnel whose profile stays the same keeps the words it has for it. */
function choiceOf(
  values: FormValues,
  profiles: readonly ProfileView[],
  source: TunnelDraft | null,
): ChosenProfile | null {
  const own = source === null ? null : profileOf(source)
  if (source !== null && own !== null && profileKey(own) === values.profile) {
    const { account } = source.definition
    return { ...(account === undefined ? {} : { account }), profile: source.preference.profile }
  }
  const listed = profiles.find((candidate) => profileKey(candidate.ref) === values.profile)
  return listed === undefined ? null : chosenProfile(listed.ref, listed.accountId)
}

/** Without what is left empty. */
function written(texts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined))
}

/** Origins as browsers write them; kept though the kind of the tunnel has no use for them now. */
function originsOf({ allowedOrigins }: FormValues): Pick<TunnelPreference, 'allowedOrigins'> {
  const origins = listed(allowedOrigins)
  return origins.length === 0 ? {} : { allowedOrigins: origins.map((origin) => origin.replace(/\/$/, '')) }
}

/** Names as they are compared: without the dot of a full name. */
function localNamesOf({ localNames }: FormValues): Pick<TunnelPreference, 'localNames'> {
  const names = listed(localNames)
  return names.length === 0 ? {} : { localNames: names.map((name) => name.replace(/\.$/, '')) }
}

const listed = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '')

const problemOf = (message: string, field: FormField): FieldProblem =>
  message === 'unseen' ? 'unseen' : (problemOfField[field] ?? 'tooLong')

/** Checks the form with the contract's own schema, and says which field is wrong. `source`: the tunnel it was made from. */
export function parseForm(
  values: FormValues,
  profiles: readonly ProfileView[],
  source: TunnelDraft | null,
): ParsedForm {
  const choice = choiceOf(values, profiles, source)
  const parsed = typedDraft.safeParse({
    definition: {
      name: values.name,
      environment: values.environment,
      kind: values.kind,
      region: values.region.trim(),
      target: ruleOf(values),
      endpoint: { host: values.host.trim(), port: numberOf(values.port) },
      ...(values.document === null ? {} : { document: values.document }),
      ...(values.relayPort.trim() === '' ? {} : { relayPort: numberOf(values.relayPort) }),
      ...(choice?.account === undefined ? {} : { account: choice.account }),
      ...written({ label: filled(values.label), database: filled(values.database), reason: filled(values.reason) }),
    },
    preference: {
      localPort: numberOf(values.localPort),
      sessionStart: values.sessionStart,
      engine: values.engine,
      idleMinutes: values.idleMinutes,
      lanes: values.lanes,
      ...(choice === null ? {} : { profile: choice.profile }),
      ...written({ username: filled(values.username), localAddress: filled(values.localAddress) }),
      ...originsOf(values),
      ...localNamesOf(values),
    },
  })
  if (parsed.success && choice !== null) return { ok: true, draft: parsed.data }
  const problems: FormProblems = choice === null ? { profile: 'account' } : {}
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.map(String).slice(1)
    const field = fieldOfPath[path.slice(0, 2).join('.')] ?? fieldOfPath[path[0] ?? '']
    if (field !== undefined) problems[field] = problemOf(issue.message, field)
  }
  return { ok: false, problems }
}
