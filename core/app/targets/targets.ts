import type { Result } from '#contract/result.ts'
import type { Favourite, PlaceView, TargetList, TargetPlace, TargetUpdate } from '#contract/targets.ts'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ChosenDocument, ShellTarget } from '#contract/shells.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { fail, ok } from '#domain/result.ts'
import { placeCure } from '#domain/targets/place-cure.ts'
import { accountKey, favouriteOf, placeKey, targetKey } from '#domain/targets/target-place.ts'
import type { FoundTargets, ProductionGuard, ProductionWish } from '../ports.ts'
import { AccountLabels, type LessenedAccount } from './account-labels.ts'
import {
  agreedOn,
  dayOf,
  inEnvironment,
  openedNow,
  starred,
  withoutPlace,
  withPlace,
  type KeptTargets,
} from './kept-targets.ts'
import { createInstanceStarts, type InstanceStarts } from './instance-starts.ts'
import type { TargetsDeps } from './target-deps.ts'
import { createTargetReader, type TargetReader } from './target-reader.ts'
import { namedPlace, placesOf, type NamedPlace } from './target-places.ts'

/** What was read less long ago is shown as it is (ms). */
const freshMs = 60_000

/** `kept`: shows what is known. `stale`: also reads what was never read or is old. `all`: reads everything again. */
export type ReadWish = 'kept' | 'stale' | 'all'

/** A remembered target, with what its account is called and for. */
export interface AtHand {
  readonly favourite: Favourite
  readonly account: string
  readonly environment: string | null
}

/** Everything that a shell can be opened on, and what is remembered of it. */
export interface Targets extends ProductionGuard {
  /** What is known now; what is then read is told by {@link Targets.onUpdate}. */
  list(wish: ReadWish): Promise<TargetList>
  /** Gives up all reading. */
  stop(): void
  addPlace(place: TargetPlace): Promise<Result<void>>
  removePlace(key: string): Promise<Result<void>>
  /** As the account of a place is called. */
  accountNameOf(place: TargetPlace): Promise<string>
  /** Has EC2 start a stopped instance, and looks for its agent until that is online. */
  startInstance(place: TargetPlace, id: string): Promise<Result<void>>
  setEnvironment(place: TargetPlace, environment: string | null): Promise<Result<void>>
  star(favourite: Favourite, wish: 'on' | 'off'): Promise<Result<void>>
  /** A shell was opened there, by a document of somebody's choice where there is one. What has no name that lasts (the node that a rule finds) is not remembered. */
  opened(place: TargetPlace, target: ShellTarget, name: string, document?: ChosenDocument): Promise<Result<void>>
  /** Favourites and what was opened last, for menus. */
  atHand(): { readonly favourites: readonly AtHand[]; readonly recent: readonly AtHand[] }
  /** What a place is for: as main knows it; what the asker calls it counts where that is more careful, or all there is. */
  environmentOf(wish: ProductionWish): Promise<string | null>
  /** The account that would not be production any more, or would be recorded less, if somebody said that it is for this; null: none. */
  wouldLessen(place: TargetPlace, environment: string | null): Promise<LessenedAccount | null>
  /**
   * Before tunnels are changed: what one of them says of its account stays so for this run where that is more careful, for a page that
   * may change tunnels must lead past neither the gate nor the recordings by that.
   */
  readonly holdProduction: () => void
  /** The system of a managed node, as far as it was read: `Amazon Linux 2023`. */
  platformOf(place: TargetPlace, targetId: string): string | null
  onUpdate(listener: (update: TargetUpdate) => void): Unsubscribe
}

/** What was read of a place. */
interface Read extends FoundTargets {
  readonly at: number
}

/** {@link Targets} in memory over the inventory; what is remembered goes to the store. */
export function createTargets(deps: TargetsDeps): Targets {
  return new TargetBook(deps)
}

class TargetBook implements Targets {
  readonly #deps: TargetsDeps
  readonly #updates = createListeners<TargetUpdate>()
  readonly #read = new Map<string, Read>()
  readonly #reader: TargetReader
  readonly #starts: InstanceStarts
  readonly #labels: AccountLabels
  #kept: KeptTargets
  #places: readonly NamedPlace[] = []

  constructor(deps: TargetsDeps) {
    this.#deps = deps
    this.#kept = deps.kept
    const { inventory, log, clock } = deps
    this.#labels = new AccountLabels({ ...deps, kept: () => this.#kept, listed: () => this.#places })
    this.#reader = createTargetReader({ inventory, log, found: (key, found) => this.#found(key, found) })
    this.#starts = createInstanceStarts({ clock, look: (key, place) => this.#reader.read(key, place) })
  }

  platformOf(place: TargetPlace, targetId: string): string | null {
    const found = this.#read.get(placeKey(place))?.targets ?? []
    return found.find(({ target }) => target.on === 'node' && target.id === targetId)?.platform ?? null
  }

  async list(wish: ReadWish): Promise<TargetList> {
    await this.#lookForPlaces()
    for (const one of this.#places) if (this.#isWanted(one, wish)) this.#reader.read(one.key, one.place)
    const { favourites, recent } = this.#kept
    return {
      places: this.#places.map((place) => this.#view(place)),
      favourites: [...favourites],
      recent: [...recent],
    }
  }

  stop(): void {
    const stopped = this.#places.filter(({ key }) => this.#reader.isReading(key))
    this.#reader.stop()
    this.#starts.stop()
    for (const place of stopped) this.#tellPlace(place)
  }

  async addPlace(place: TargetPlace): Promise<Result<void>> {
    // Another role may see more.
    this.#read.delete(placeKey(place))
    return this.#keep(withPlace(this.#kept, place))
  }

  async startInstance(place: TargetPlace, id: string): Promise<Result<void>> {
    const started = await this.#deps.startInstance(place, id)
    if (!started.ok) return started
    this.#starts.began(place, { on: 'node', id })
    const key = placeKey(place)
    const listed = this.#places.find((one) => one.key === key)
    if (listed !== undefined) this.#tellPlace(listed)
    return ok(undefined)
  }

  removePlace(key: string): Promise<Result<void>> {
    return this.#keep(withoutPlace(this.#kept, key))
  }

  async setEnvironment(place: TargetPlace, environment: string | null): Promise<Result<void>> {
    await this.#labels.free(place)
    return await this.#keep(inEnvironment(this.#kept, accountKey(place), environment))
  }

  async star(favourite: Favourite, wish: 'on' | 'off'): Promise<Result<void>> {
    const kept = await this.#keep(starred(this.#kept, favourite, wish))
    this.#updates.tell({ type: 'favourites', favourites: [...this.#kept.favourites] })
    return kept
  }

  async admit({ place, environment }: ProductionWish, agreement: ProductionAgreement): Promise<Result<void>> {
    const named = await this.#labels.named(place)
    const isProduction = this.#labels.isProduction(await this.environmentOf({ place, environment }))
    const account = accountOf(named)
    const today = dayOf(this.#deps.clock.now())
    if (!isProduction || this.#kept.agreed[account] === today) return ok(undefined)
    if (agreement === 'none') return fail('PRODUCTION_NOT_AGREED', { account: named.account.name })
    // A file that is not written costs another question at the next start.
    if (agreement === 'today') await this.#keep(agreedOn(this.#kept, account, today))
    return ok(undefined)
  }

  async accountNameOf(place: TargetPlace): Promise<string> {
    return (await this.#labels.named(place)).account.name
  }

  async accountOf(place: TargetPlace): Promise<string> {
    return accountOf(await this.#labels.named(place))
  }

  environmentOf(wish: ProductionWish): Promise<string | null> {
    return this.#labels.environmentOf(wish)
  }

  wouldLessen(place: TargetPlace, environment: string | null): ReturnType<Targets['wouldLessen']> {
    return this.#labels.wouldLessen(place, environment)
  }

  readonly holdProduction = (): void => this.#labels.hold()

  async opened(
    place: TargetPlace,
    target: ShellTarget,
    name: string,
    document?: ChosenDocument,
  ): Promise<Result<void>> {
    const opened = this.#rememberable(place, target, name)
    if (opened === null) return ok(undefined)
    const kept = await this.#keep(openedNow(this.#kept, document === undefined ? opened : { ...opened, document }))
    this.#updates.tell({ type: 'recent', recent: [...this.#kept.recent] })
    return kept
  }

  atHand(): { readonly favourites: readonly AtHand[]; readonly recent: readonly AtHand[] } {
    const { favourites, recent } = this.#kept
    const named = (favourite: Favourite): AtHand => {
      const key = placeKey(favourite.place)
      const { account, environment } =
        this.#places.find((place) => place.key === key) ??
        namedPlace(favourite.place, { ...this.#labels.sources(), profiles: [] })
      return { favourite, account: account.name, environment }
    }
    return { favourites: favourites.map(named), recent: recent.map(named) }
  }

  onUpdate(listener: (update: TargetUpdate) => void): Unsubscribe {
    return this.#updates.subscribe(listener)
  }

  #rememberable(place: TargetPlace, target: ShellTarget, name: string): Favourite | null {
    if (target.on === 'node') return { place, what: target, name: name.slice(0, 200) }
    if (target.on === 'rule') return null
    const read = this.#read.get(placeKey(place))?.targets ?? []
    const view = read.find((one) => targetKey(place, one.target) === targetKey(place, target))
    return view === undefined ? null : favouriteOf(place, view)
  }

  async #lookForPlaces(): Promise<void> {
    const { profiles } = await this.#deps.profiles.list()
    this.#places = placesOf({ ...this.#labels.sources(), profiles })
  }

  #isWanted({ key, place }: NamedPlace, wish: ReadWish): boolean {
    if (wish === 'all') return true
    const read = this.#read.get(key)
    if (wish === 'kept' || read === undefined) return wish === 'stale'
    // What a person has done since may have put it right; where nobody has, AWS is asked nothing.
    return this.#deps.clock.now() - read.at > freshMs || placeCure(place, read.problems) !== null
  }

  #found(key: string, found: FoundTargets): void {
    this.#read.set(key, { ...this.#withWhatWasKnown(key, found), at: this.#deps.clock.now() })
    const place = this.#places.find((one) => one.key === key)
    if (place === undefined) return
    this.#starts.found(place.place, found.targets)
    this.#tellPlace(place)
  }

  /** A network that is away takes nothing off the list. */
  #withWhatWasKnown(key: string, found: FoundTargets): FoundTargets {
    const before = this.#read.get(key)
    return found.targets.length === 0 && found.problems.length > 0 && before !== undefined
      ? { targets: before.targets, problems: found.problems }
      : found
  }

  #tellPlace(place: NamedPlace): void {
    this.#updates.tell({ type: 'place', place: this.#view(place) })
  }

  #view(place: NamedPlace): PlaceView {
    const read = this.#read.get(place.key)
    const reading = this.#reader.isReading(place.key) ? 'now' : read === undefined ? 'never' : 'done'
    const { targets = [], problems = [], at = null } = read ?? {}
    const shown = targets.map((target) => this.#starts.shown(place.place, target))
    return { ...place, reading, readAt: at, targets: shown, problems: [...problems] }
  }

  async #keep(kept: KeptTargets): Promise<Result<void>> {
    this.#kept = kept
    const saved = await this.#deps.store.save(kept)
    return saved.ok ? ok(undefined) : saved
  }
}

function accountOf({ place, account }: NamedPlace): string {
  return account.id ?? accountKey(place)
}
