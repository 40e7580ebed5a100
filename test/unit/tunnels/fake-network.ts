import type { ExposedPlace } from '#contract/exposure.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { ExposureStore, KeptExposure } from '#core/app/tunnels/exposure-ports.ts'
import { ok } from '#domain/result.ts'

/** The computer's addresses in networks, and the file of what was opened to them. */
export class FakeNetwork implements ExposureStore {
  places: readonly ExposedPlace[] = []
  exposures: readonly KeptExposure[] = []
  problem: Problem | null = null

  async load() {
    return { kept: { exposures: this.exposures }, problems: [] }
  }

  async save({ exposures }: { readonly exposures: readonly KeptExposure[] }): Promise<Result<void>> {
    if (this.problem !== null) return { ok: false, error: this.problem }
    this.exposures = exposures
    return ok(undefined)
  }
}
