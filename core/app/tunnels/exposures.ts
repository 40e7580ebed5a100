import type { ExposedPlace } from '#contract/exposure.ts'
import type { RelayFact } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import { environmentOf } from '#domain/environments.ts'
import { stepExposure, type ExposureContext, type ExposureEvent } from '#domain/exposure/exposure.ts'
import { leadsTo } from '#domain/exposure/leads-to.ts'
import { fail, ok } from '#domain/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RelayLink } from '../ports.ts'
import type { ExposureWorld, KeptExposure } from './exposure-ports.ts'
import type { SettingsReader } from './supervisor-deps.ts'
import type { TunnelList } from './tunnel-list.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** While a tunnel is open to a network, its address is looked for so often (ms): a port must not follow the computer into another one. */
const lookMs = 3_000

interface ExposuresDeps {
  readonly relay: Pick<RelayLink, 'order'>
  readonly clock: Clock
  readonly settings: SettingsReader
  /** Absent: no tunnel can be opened to a network. */
  readonly exposure?: ExposureWorld
  readonly tunnels: Pick<TunnelList, 'units' | 'environments'>
}

/** Which tunnels are open beyond this computer, and where. */
export interface Exposures {
  /** Reads what was chosen before; what a tunnel leads to must be the same. */
  load(): Promise<void>
  /** Where the tunnel could be open; EXPOSURE_REFUSED when it may not, or there is no network. */
  places(unit: TunnelUnit): Result<readonly ExposedPlace[]>
  /** A person has chosen. Refused as `places`, and CATALOG_NOT_WRITTEN: then nothing is open. */
  choose(unit: TunnelUnit, place: ExposedPlace): Promise<Result<void>>
  /** Closes it to the network at once. CATALOG_NOT_WRITTEN: it is closed, and may be open again after the next start. */
  end(unit: TunnelUnit): Promise<Result<void>>
  /** The tunnel was changed: one that leads elsewhere than when it was opened is closed. */
  changed(unit: TunnelUnit): void
  /** The tunnel's door, or the world, may have changed. */
  look(unit: TunnelUnit): void
  exposedBy(unit: TunnelUnit, fact: Extract<RelayFact, { type: 'door-exposed' }>): void
  forget(unit: TunnelUnit): void
  dispose(): void
}

/** Creates it; nothing is open until it has loaded. */
export function createExposures(deps: ExposuresDeps): Exposures {
  return new Book(deps)
}

class Book implements Exposures {
  readonly #deps: ExposuresDeps
  readonly #kept = new Map<string, KeptExposure>()
  readonly #stopSettings: () => void
  #cancelLook: (() => void) | null = null

  constructor(deps: ExposuresDeps) {
    this.#deps = deps
    this.#stopSettings = deps.settings.onChange(() => this.#lookAtAll('looked'))
  }

  async load(): Promise<void> {
    const loaded = await this.#deps.exposure?.store.load()
    for (const kept of loaded?.kept.exposures ?? []) this.#kept.set(kept.tunnelId, kept)
    for (const unit of this.#deps.tunnels.units()) {
      const kept = this.#kept.get(unit.id)
      if (kept === undefined) continue
      if (this.#isSame(unit, kept)) this.#hear(unit, { type: 'chosen', place: kept.place })
      else this.#drop(unit, kept)
    }
  }

  places(unit: TunnelUnit): Result<readonly ExposedPlace[]> {
    const { exposure, settings } = this.#deps
    if (this.#isProduction(unit)) return fail('EXPOSURE_REFUSED', { why: 'of-production' })
    if (settings.current().portUsers === 'same-user') return fail('EXPOSURE_REFUSED', { why: 'own-programs' })
    const places = exposure?.addresses() ?? []
    return places.length === 0 ? fail('EXPOSURE_REFUSED', { why: 'no-network' }) : ok(places)
  }

  async choose(unit: TunnelUnit, place: ExposedPlace): Promise<Result<void>> {
    const places = this.places(unit)
    if (!places.ok) return places
    if (!places.value.some((other) => isSame(other, place))) return fail('EXPOSURE_REFUSED', { why: 'no-network' })
    const before = this.#kept.get(unit.id)
    this.#kept.set(unit.id, { tunnelId: unit.id, place, leadsTo: leadsTo(unit.saved) })
    const saved = await this.#save()
    if (!saved.ok) {
      if (before === undefined) this.#kept.delete(unit.id)
      else this.#kept.set(unit.id, before)
      return saved
    }
    // Meanwhile it may have been changed, or taken back.
    const kept = this.#kept.get(unit.id)
    if (kept !== undefined && this.#isSame(unit, kept)) this.#hear(unit, { type: 'chosen', place })
    return ok(undefined)
  }

  async end(unit: TunnelUnit): Promise<Result<void>> {
    this.#kept.delete(unit.id)
    this.#hear(unit, { type: 'ended' })
    return await this.#save()
  }

  look(unit: TunnelUnit): void {
    if (unit.exposure.kind !== 'none') this.#hear(unit, { type: 'looked' })
  }

  changed(unit: TunnelUnit): void {
    const kept = this.#kept.get(unit.id)
    if (kept === undefined || this.#isSame(unit, kept)) return
    this.#drop(unit, kept)
  }

  exposedBy(unit: TunnelUnit, { address, problem }: Extract<RelayFact, { type: 'door-exposed' }>): void {
    this.#hear(unit, { type: 'door-exposed', address, problem })
  }

  forget(unit: TunnelUnit): void {
    if (this.#kept.delete(unit.id)) void this.#save()
  }

  dispose(): void {
    this.#stopSettings()
    this.#cancelLook?.()
    this.#cancelLook = null
  }

  #hear(unit: TunnelUnit, event: ExposureEvent): void {
    const before = unit.exposure
    const { state, order } = stepExposure(before, event, this.#context(unit))
    if (state !== before) {
      unit.exposure = state
      unit.exposureMoved(before)
    }
    if (order !== undefined) this.#deps.relay.order({ type: 'expose-door', tunnelId: unit.id, address: order })
    this.#lookLater()
  }

  #drop(unit: TunnelUnit, { place }: KeptExposure): void {
    this.#kept.delete(unit.id)
    this.#hear(unit, { type: 'ended' })
    if (unit.timeline[0]?.kind !== 'exposure-ended') unit.note('exposure-ended', null, { place: place.address })
    void this.#save()
  }

  #isSame(unit: TunnelUnit, kept: KeptExposure): boolean {
    return !this.#isProduction(unit) && kept.leadsTo === leadsTo(unit.saved)
  }

  #isProduction({ saved }: TunnelUnit): boolean {
    return environmentOf(this.#deps.tunnels.environments(), saved.definition.environment).isProduction
  }

  #context({ state }: TunnelUnit): ExposureContext {
    const { exposure, settings } = this.#deps
    return {
      isDoorOpen: state.door.kind === 'open',
      isHere: (place) => (exposure?.addresses() ?? []).some((other) => isSame(other, place)),
      isOwnProgramsOnly: settings.current().portUsers === 'same-user',
    }
  }

  #lookAtAll(type: 'looked' | 'due'): void {
    for (const unit of this.#deps.tunnels.units()) if (unit.exposure.kind !== 'none') this.#hear(unit, { type })
  }

  /** Nobody looks while no tunnel was opened to a network. */
  #lookLater(): void {
    const isWatched = this.#deps.tunnels.units().some(({ exposure }) => exposure.kind !== 'none')
    if (!isWatched || this.#cancelLook !== null) return
    this.#cancelLook = this.#deps.clock.after(lookMs, () => {
      this.#cancelLook = null
      this.#lookAtAll('due')
      this.#lookLater()
    })
  }

  async #save(): Promise<Result<void>> {
    return (await this.#deps.exposure?.store.save({ exposures: [...this.#kept.values()] })) ?? ok(undefined)
  }
}

/** The same address in the same network: another network may have given out the same address. */
function isSame(one: ExposedPlace, other: ExposedPlace): boolean {
  return one.address === other.address && one.network === other.network && one.interfaceName === other.interfaceName
}
