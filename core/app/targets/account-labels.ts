import type { TargetPlace } from '#contract/targets.ts'
import { recordingChoiceOf, recordsLess } from '#domain/recording/choice.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { accountKey } from '#domain/targets/target-place.ts'
import type { ProductionWish } from '../ports.ts'
import { inEnvironment, type KeptTargets } from './kept-targets.ts'
import type { TargetsDeps } from './target-deps.ts'
import { namedPlace, type NamedPlace, type PlaceSources } from './target-places.ts'

type LabelDeps = Pick<TargetsDeps, 'profiles' | 'tunnels' | 'environments' | 'recordings'> & {
  kept(): KeptTargets
  /** The places of the list, as they were found last. */
  listed(): readonly NamedPlace[]
}

/** An account, by its name, and what would be less of it: nobody is asked any more before it is opened, or less is recorded. */
export interface LessenedAccount {
  readonly account: string
  readonly less: 'asked' | 'recorded'
}

/** What accounts are called, and what they are for. */
export class AccountLabels {
  readonly #deps: LabelDeps
  /** What tunnels said in this run that accounts are for, until somebody says it of the account; by `accountKey`. */
  readonly #held = new Map<string, Set<string>>()

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
    const held = keysOf(named).flatMap((key) => [...(this.#held.get(key) ?? [])])
    const careful = held.reduce<string | null>((most, one) => (this.#isLess(most, one) ? one : most), known)
    // Of an account that nothing tells about, the asker may say what makes nothing less of it.
    return careful ?? (this.#isLess(environment, null) ? null : environment)
  }

  /** See `Targets.wouldLessen`. */
  async wouldLessen(place: TargetPlace, environment: string | null): Promise<LessenedAccount | null> {
    const now = await this.environmentOf({ place, environment: null })
    const { profiles } = await this.#deps.profiles.list()
    const sources = this.sources()
    const kept = inEnvironment(sources.kept, accountKey(place), environment)
    const then = namedPlace(place, { ...sources, profiles, kept })
    if (!this.#isLess(then.environment, now)) return null
    const frees = this.isProduction(now) && !this.isProduction(then.environment)
    return { account: then.account.name, less: frees ? 'asked' : 'recorded' }
  }

  /** Whether one environment asks before less, or records less, than the other. */
  #isLess(one: string | null, other: string | null): boolean {
    const choices = this.#deps.recordings()
    if (this.isProduction(one) !== this.isProduction(other) && !this.isProduction(one)) return true
    return recordsLess(recordingChoiceOf(choices, one), recordingChoiceOf(choices, other))
  }

  /** See `Targets.holdProduction`. */
  hold(): void {
    for (const tunnel of this.#deps.tunnels()) {
      const { environment, account, region } = tunnel.definition
      const profile = profileOf(tunnel)
      const keys = [profile === null ? null : accountKey({ profile, region }), account?.accountId ?? null]
      for (const key of keys) if (key !== null) this.#held.set(key, new Set(this.#held.get(key)).add(environment))
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
