import { z } from 'zod'
import { exposedPlace } from '#contract/exposure.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '../app/ports.ts'
import type { ExposureStore } from '../app/tunnels/exposure-ports.ts'
import { createKeptDocument, goodEntries } from './kept-document.ts'

const keptExposure = z.object({ tunnelId: z.uuid(), place: exposedPlace, leadsTo: z.string().max(16_384) })

interface ExposureStoreOptions {
  /** `exposures.json`, absolute. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/** Which tunnels a person has opened to a network; an entry that is not whole is none. */
export function createExposureStore(options: ExposureStoreOptions): ExposureStore {
  return createKeptDocument({
    ...options,
    format: { version: 1, migrations: {} },
    nothing: { exposures: [] },
    read: (document) => ({ exposures: goodEntries(document['exposures'], keptExposure) }),
  })
}
