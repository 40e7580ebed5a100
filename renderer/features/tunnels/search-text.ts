import type { TunnelView } from '#contract/snapshot.ts'
import type { Environment } from '#contract/tunnel.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { foundTarget } from '#domain/route/found-target.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'
import { environmentName } from '#words/environment-name.ts'
import { messagesOf, type Messages } from '#words/messages.ts'
import { problemOfTunnel } from '../../parts/route/hop-words.ts'
import { filters } from './list-filters.ts'

/** One spelling for what a person takes for the same: wide digits and letters of a Japanese keyboard, small and capital. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** Both, since a name learnt in one language is typed in the other. */
const languages: readonly Messages[] = [messagesOf('en'), messagesOf('ja')]

/** Filters that a tunnel is found by. */
const named = ['live', 'attention'] as const

function wordsOf(tunnel: TunnelView, environment: Environment, words: Messages): readonly string[] {
  const { kind } = tunnel.status
  const { filters: filterNames, states } = words.tunnels
  const problem = problemOfTunnel(tunnel)
  return [
    words.kinds[tunnel.definition.kind],
    environmentName(environment, words),
    states[kind],
    ...named.flatMap((filter) => (filters[filter](tunnel) ? [filterNames[filter]] : [])),
    ...(problem === null ? [] : [words.problems[problem.code].short]),
  ]
}

/** What the tunnel is reached with and through: names and numbers, no words. */
function factsOf(tunnel: TunnelView): readonly string[] {
  const { definition, preference } = tunnel
  const { endpoint, region, target, environment } = definition
  const profile = profileOf(tunnel)
  return [
    fullName(tunnel),
    localAddress(preference),
    `${endpoint.host}:${endpoint.port}`,
    environment,
    region,
    ruleText(target),
    foundTarget(tunnel.route) ?? '',
    profile === null ? '' : profile.type === 'named' ? profile.name : profile.roleName,
  ]
}

interface Surroundings {
  readonly environment: Environment
  /** The number in groups of four; it is found without its spaces, too. */
  readonly account: { readonly name: string; readonly id: string }
}

/** Everything by which a tunnel is found: all that its row shows, in both languages. Lines, so that no word spans two. */
export function searchTextOf(tunnel: TunnelView, { environment, account }: Surroundings): string {
  const number = tunnel.definition.account?.accountId ?? account.id.replaceAll(' ', '')
  const words = languages.flatMap((language) => wordsOf(tunnel, environment, language))
  return plain([...factsOf(tunnel), account.name, account.id, number, ...words].join('\n'))
}

/** The words of what was typed, as {@link searchTextOf} spells them. */
export function searchWords(search: string): readonly string[] {
  return plain(search)
    .split(/\s+/)
    .filter((word) => word !== '')
}
