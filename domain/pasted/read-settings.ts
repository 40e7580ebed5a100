import { isSecretName, knownSetting } from './known-settings.ts'
import { leftNames, type LeftOut } from './pasted.ts'

/** One `name=value`; a flag without a value has none. */
export interface Setting {
  readonly name: string
  readonly value: string | null
}

/** What settings say. Only the first of several values of the same meaning counts. */
export interface Settings {
  readonly username: string
  readonly database: string
  readonly host: string
  readonly port: string
  readonly leftOut: readonly LeftOut[]
}

const meanings = {
  username: ['user', 'username', 'uid', 'user id', 'user name'],
  database: ['database', 'databasename', 'dbname', 'db', 'initial catalog'],
  host: ['host', 'server', 'servername', 'data source', 'address', 'addr', 'hostname'],
  port: ['port', 'portnumber'],
} as const
type Meaning = keyof typeof meanings

const meaningOf = (name: string): Meaning | null =>
  (Object.keys(meanings) as Meaning[]).find((one) => (meanings[one] as readonly string[]).includes(plain(name))) ?? null

const plain = (name: string): string => name.trim().toLowerCase()

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function settingOf(pair: string): Setting {
  const equals = pair.indexOf('=')
  return equals < 0
    ? { name: pair.trim(), value: null }
    : { name: pair.slice(0, equals).trim(), value: pair.slice(equals + 1).trim() }
}

/** `a=b&c=d`, as in the query of a URL. */
export function splitQuery(text: string): readonly Setting[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map(settingOf)
    .map(({ name, value }) => ({ name: decode(name), value: value === null ? null : decode(value) }))
}

const braced = /^[^={;]*=\s*\{(?:[^}]|\}\})*\}\s*(?:;|$)/
const unbraced = /^[^;]*(?:;|$)/

/** `a=b;c={d;}}e}`, as SQL Server's drivers take it; null where braces do not close. */
export function splitList(text: string): readonly Setting[] | null {
  const pairs: string[] = []
  for (let rest = text; rest !== '';) {
    const [pair = ''] = braced.exec(rest) ?? unbraced.exec(rest) ?? []
    rest = rest.slice(pair.length)
    pairs.push(pair.replace(/;$/, ''))
  }
  const settings = pairs.filter((pair) => pair.trim() !== '').map(settingOf)
  const isOpen = ({ value }: Setting): boolean => value?.startsWith('{') === true && !value.endsWith('}')
  return settings.some(isOpen) ? null : settings
}

const isUnderstood = ({ name, value }: Setting): boolean =>
  value !== null && (isSecretName(name) || meaningOf(name) !== null || knownSetting(name) !== null)

/** Whether a setting with a secret name begins somewhere in a text. */
export function holdsSecret(text: string): boolean {
  return [...text.matchAll(/(?:^|[;&?,\s])([\w -]{1,40})=/g)].some(([, name = '']) => isSecretName(name))
}

/** A secret within another setting's value means that the text is not separated where it was split. */
const isMixed = ({ name, value }: Setting): boolean => !isSecretName(name) && holdsSecret(value ?? '')

/** What no setting looks like: an `@` that is in no value of one that is known. */
const isStray = (setting: Setting): boolean =>
  `${setting.name}${setting.value ?? ''}`.includes('@') && !isUnderstood(setting)

/**
 * Where a password stands unquoted, what follows may be the rest of it. It is not when each piece is a setting that is known and
 * none is there twice.
 */
export function isCertain(settings: readonly Setting[]): boolean {
  if (settings.some((setting) => isMixed(setting) || isStray(setting))) return false
  const first = settings.findIndex(({ name }) => isSecretName(name))
  if (first < 0) return true
  const names = settings.map(({ name }) => plain(name))
  return settings.slice(first).every(isUnderstood) && new Set(names).size === names.length
}

/** What settings say; null where it is not certain what they say. */
export function readSettings(settings: readonly Setting[]): Settings | null {
  if (!isCertain(settings)) return null
  const valueOf = (meaning: Meaning): string =>
    settings.find(({ name, value }) => value !== null && meaningOf(name) === meaning)?.value ?? ''
  const others = settings.filter(({ name }) => meaningOf(name) === null && !isSecretName(name))
  return {
    username: valueOf('username'),
    database: valueOf('database'),
    host: valueOf('host'),
    port: valueOf('port'),
    leftOut: [
      ...(settings.some(({ name }) => isSecretName(name)) ? [{ what: 'password' } as const] : []),
      ...leftNames(others.map(({ name }) => knownSetting(name))),
    ],
  }
}
