import { managedNodeIdForm, regionForm } from '#contract/forms.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import { parseTags, ruleText } from '../tunnel-text/target-rule.ts'
import type { SshPlace, SshPlaces, SshTarget } from './ssh-place.ts'

/** Ends a host name that can be nobody else's: a whole block of the ssh config stands for all of them. */
export const sshHostEnding = '.culvert'

/** Candidates beyond these help nobody. */
const mostCandidates = 12

/** Why a host name leads nowhere. */
export type SshHostFailure =
  /** It is no name of a host, or has marks in it that a shell would act on. */
  | { readonly kind: 'malformed'; readonly host: string }
  /** Nothing that is saved has this name, or there is no account to look for it in. `known`: names that would do. */
  | { readonly kind: 'unknown'; readonly host: string; readonly known: readonly string[] }
  /** It could be each of these; a name with the account in it, and with the region, is one of them alone. */
  | { readonly kind: 'several'; readonly host: string; readonly candidates: readonly string[] }

/** Where a host name leads. */
export type SshHost = { readonly kind: 'found'; readonly place: SshPlace; readonly rule: TargetRule } | SshHostFailure

/** Letters of names, ids, tags and regions; nothing that a shell or ssh would take for something else. */
const form = /^[\p{L}\p{N}_][\p{L}\p{N}_.:+=,@/-]*$/u

/**
 * Reads `TARGET[.ACCOUNT[.REGION]][.culvert]`. The target is an id (`i-…`, `mi-…`), a Name tag, or tags (`Role=bastion`, several
 * with commas); the account is what it is called, its number, or a profile's name. ssh makes small letters of all of it, so what is
 * saved is found whatever its letters; what is not is taken as it is written.
 */
export function sshHostOf(text: string, known: SshPlaces): SshHost {
  const whole = text.endsWith(sshHostEnding) ? text.slice(0, -sshHostEnding.length) : text
  if (!form.test(whole)) return { kind: 'malformed', host: text }
  const readings = readingsOf(whole, known.places)
  return savedTarget(text, readings, known) ?? newTarget(text, readings, known)
}

/** One way to take a name apart, and the places that it leaves. */
interface Reading {
  readonly target: string
  readonly places: readonly SshPlace[]
}

/** The longest target first: names may have dots in them. */
function readingsOf(whole: string, places: readonly SshPlace[]): readonly Reading[] {
  const parts = whole.split('.')
  return [0, 1, 2].flatMap((qualifiers) => {
    if (parts.length <= qualifiers) return []
    const rest = parts.slice(parts.length - qualifiers)
    const fitting = places.filter((place) => fits(place, rest))
    return fitting.length === 0
      ? []
      : [{ target: parts.slice(0, parts.length - qualifiers).join('.'), places: fitting }]
  })
}

function fits({ accounts, region }: SshPlace, [account, named]: readonly string[]): boolean {
  if (account === undefined) return true
  if (named === undefined && regionForm.test(account)) return isSame(account, region)
  return accounts.some((name) => isSame(name, account)) && (named === undefined || isSame(named, region))
}

/** Of one place a rule that asks for the node anew goes before an id that was found: the node may have been replaced. */
function savedTarget(host: string, readings: readonly Reading[], { targets }: SshPlaces): SshHost | null {
  for (const { target, places } of readings) {
    const isMeant = ({ place, names }: SshTarget): boolean =>
      places.includes(place) && names.some((name) => isSame(name, target))
    const found = targets.filter(isMeant)
    const here = new Set(found.map(({ place }) => place))
    if (here.size > 1) return several(host, target, [...here], places)
    const [only] = found
    const chosen = found.find(({ rule }) => rule.by !== 'id') ?? (found.length === 1 ? only : undefined)
    if (chosen !== undefined) return { kind: 'found', place: chosen.place, rule: chosen.rule }
    if (found.length > 1) return { kind: 'several', host, candidates: found.map(({ rule }) => ruleText(rule)) }
  }
  return null
}

/** What is in no saved tunnel is looked for in the account that the name says, or in the only one there is. */
function newTarget(host: string, readings: readonly Reading[], known: SshPlaces): SshHost {
  const reading = readings.at(-1)
  const [place] = reading?.places ?? []
  if (reading === undefined || place === undefined) return { kind: 'unknown', host, known: namesIn(known) }
  if (reading.places.length > 1) return several(host, reading.target, reading.places, reading.places)
  return { kind: 'found', place, rule: ruleOf(reading.target) }
}

function ruleOf(target: string): TargetRule {
  if (managedNodeIdForm.test(target)) return { by: 'id', id: target }
  return { by: 'tag', tags: parseTags(target) ?? [{ key: 'Name', value: target }] }
}

function several(host: string, target: string, places: readonly SshPlace[], all: readonly SshPlace[]): SshHost {
  const candidates = [...new Set(places.map((place) => fullNameOf(target, place, all)))].slice(0, mostCandidates)
  return { kind: 'several', host, candidates }
}

/** The name that means this place and no other one; the region is in it only where the account has several. */
export function fullNameOf(target: string, place: SshPlace, all: readonly SshPlace[]): string {
  const account = place.accounts.find((name) => !name.includes('.')) ?? place.region
  const sameAccount = all.filter((other) => other !== place && other.accounts.some((name) => isSame(name, account)))
  const needsRegion = sameAccount.some(({ region }) => region !== place.region)
  return `${target}.${account}${needsRegion ? `.${place.region}` : ''}${sshHostEnding}`
}

function namesIn({ targets }: SshPlaces): readonly string[] {
  const names = targets.flatMap((target) => target.names[0] ?? [])
  return [...new Set(names)].slice(0, mostCandidates)
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
