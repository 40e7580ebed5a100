import type { Log } from '#core/app/ports.ts'
import type { ExposureWorld } from '#core/app/tunnels/exposure-ports.ts'
import { createExposureStore } from '#core/store/exposure-store.ts'
import { addressesInNetworks } from '#core/system/network-interfaces.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { AppPaths } from '../paths.ts'

interface ExposureOptions {
  readonly paths: Pick<AppPaths, 'exposures'>
  readonly clock: Clock
  readonly log: Log
}

/** What tunnels are opened to a network by. */
export function exposureOf({ paths, clock, log }: ExposureOptions): ExposureWorld {
  return { store: createExposureStore({ path: paths.exposures, clock, log }), addresses: addressesInNetworks }
}
