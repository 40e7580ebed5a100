import type { TargetPlace } from '#contract/targets.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { accountKey } from '#domain/targets/target-place.ts'
import type { ProductionWish } from '../ports.ts'
import { inEnvironment, type KeptTargets } from './kept-targets.ts'
import type { TargetsDeps } from './target-deps.ts'
import { namedPlace, type NamedPlace, type PlaceSources } from './target-places.ts'

type LabelDeps = Pick<TargetsDeps, 'profiles' | 'tunnels' | 'environments'> & {
  kept(): KeptTargets
  /** The places of the list, as they were found last. */
  listed(): readonly NamedPlace[]
}

/** What accounts are called, and what they are for. */
export class AccountLabels {
  readonly #deps: LabelDeps
  /** Accounts that were production in this run and that nobody has freed in main's own dialog; see `accountKey`. */
  readonly #held = new Set<string>()

  constructor(deps: LabelDeps) {
    this.#deps = deps
  }

  /** All that they are told by, but for the profiles. */
  sources(): Omit<PlaceSources, 'profiles'> {
    const { tunnels, environments, kept } = this.#deps
    return { tunnels: tunnels(), environments: environments(), kept: kept() }
  }

  /** As the files and AWS tell it now; where they tell nothing, as it was listed last. */
  async named(place: TargetPlace): Promise<NamedPlace> {
    const { profiles } = await this.#deps.profiles.list()
    const named = namedPlace(place, { ...this.sources(), profiles })
    const listed = this.#deps.listed().find(({ key }) => key === named.key)
    return { ...named, environment: named.environment ?? listed?.environment ?? null }
  }

  isProduction(id: string | null): boolean {
    return this.#deps.environments().some((one) => one.id === id && one.isProduction)
  }

  /** See `Targets.environmentOf`. */
  async environmentOf({ place, environment }: ProductionWish): Promise<string | null> {
    const named = await this.named(place)
    const { environment: known } = named
    if (this.isProduction(known)) return known
    if (this.isProduction(environment)) return environment
    const isHeld = keysOf(named).some((key) => this.#held.has(key))
    const held = isHeld ? this.#deps.environments().find(({ isProduction }) => isProduction) : undefined
    return held?.id ?? known ?? environment
  }

  /** See `Targets.wouldFree`. */
  async wouldFree(place: TargetPlace, environment: string | null): Promise<{ readonly account: string } | null> {
    if (!this.isProduction(await this.environmentOf({ place, environment: null }))) return null
    const { profiles } = await this.#deps.profiles.list()
    const sources = this.sources()
    const kept = inEnvironment(sources.kept, accountKey(place), environment)
    const then = namedPlace(place, { ...sources, profiles, kept })
    return this.isProduction(then.environment) ? null : { account: then.account.name }
  }

  /** See `Targets.holdProduction`. */
  hold(): void {
    for (const tunnel of this.#deps.tunnels()) {
      const { environment, account, region } = tunnel.definition
      const profile = profileOf(tunnel)
      if (!this.isProduction(environment)) continue
      if (profile !== null) this.#held.add(accountKey({ profile, region }))
      if (account !== undefined) this.#held.add(account.accountId)
    }
  }

  /** Somebody says what the account is for: what was held of it counts no more. */
  async free(place: TargetPlace): Promise<void> {
    for (const key of keysOf(await this.named(place))) this.#held.delete(key)
  }
}

function keysOf({ place, account }: NamedPlace): readonly string[] {
  return [accountKey(place), ...(account.id === null ? [] : [account.id])]
}
