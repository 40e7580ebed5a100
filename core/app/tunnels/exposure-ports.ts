import type { ExposedPlace } from '#contract/exposure.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'

/** A tunnel that a person has opened to a network. */
export interface KeptExposure {
  readonly tunnelId: string
  readonly place: ExposedPlace
  /** What the tunnel led to then; with another text it is open no more. */
  readonly leadsTo: string
}

/** A file of main's own, which no page, no catalog and no import writes. */
export interface ExposureStore {
  load(): Promise<{
    readonly kept: { readonly exposures: readonly KeptExposure[] }
    readonly problems: readonly Problem[]
  }>
  save(kept: { readonly exposures: readonly KeptExposure[] }): Promise<Result<void>>
}

/** What of the world an exposure needs. */
export interface ExposureWorld {
  readonly store: ExposureStore
  /** The addresses of this computer in private networks, now. */
  addresses(): readonly ExposedPlace[]
}
