import type { ExposedPlace } from '#contract/exposure.ts'
import type { Result } from '#contract/result.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { leadsTo } from '#domain/exposure/leads-to.ts'
import { fail, ok } from '#domain/result.ts'
import type { SupervisorParts } from './parts.ts'

/** A tunnel that could be opened to a network, as a person is shown it. */
export interface Exposable {
  readonly tunnel: SavedTunnel
  readonly places: readonly ExposedPlace[]
}

/** How a tunnel is opened beyond this computer, and taken back. Unknown ids answer TUNNEL_UNKNOWN. */
export interface Exposing {
  /** Where it could be open. EXPOSURE_REFUSED. */
  exposable(id: string): Result<Exposable>
  /** A person has chosen an address in main's own dialog, for the tunnel as it was shown. EXPOSURE_REFUSED, CATALOG_NOT_WRITTEN. */
  expose(shown: SavedTunnel, place: ExposedPlace): Promise<Result<void>>
  /** Back to this computer alone, at once. CATALOG_NOT_WRITTEN. */
  conceal(id: string): Promise<Result<void>>
}

/** Creates it. */
export function createExposing({ tunnelList, exposures }: Pick<SupervisorParts, 'tunnelList' | 'exposures'>): Exposing {
  return {
    exposable(id) {
      const unit = tunnelList.find(id)
      if (unit === null) return fail('TUNNEL_UNKNOWN', {})
      const places = exposures.places(unit)
      return places.ok ? ok({ tunnel: unit.saved, places: places.value }) : places
    },
    async expose(shown, place) {
      const unit = tunnelList.find(shown.id)
      if (unit === null) return fail('TUNNEL_UNKNOWN', {})
      // While the dialog stood there the page may have led the tunnel elsewhere.
      if (leadsTo(unit.saved) !== leadsTo(shown)) return fail('EXPOSURE_REFUSED', { why: 'changed' })
      return await exposures.choose(unit, place)
    },
    async conceal(id) {
      const unit = tunnelList.find(id)
      return unit === null ? fail('TUNNEL_UNKNOWN', {}) : await exposures.end(unit)
    },
  }
}
