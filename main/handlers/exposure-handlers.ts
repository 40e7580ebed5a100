import type { CallHandlers } from '#contract/calls.ts'
import type { ExposedPlace } from '#contract/exposure.ts'
import type { Result } from '#contract/result.ts'
import type { Exposable, Exposing } from '#core/app/tunnels/exposing.ts'
import { ok } from '#domain/result.ts'

/** What the handlers need. */
interface ExposureHandlerDeps {
  readonly tunnels: Exposing
  /** Asks in a dialog of main's own; null when the person leaves things as they are. */
  choose(exposable: Exposable): Promise<ExposedPlace | null>
}

/** How a window has a tunnel opened to a network: it names the tunnel, and the person names the address to main. */
export function createExposureHandlers({
  tunnels,
  choose,
}: ExposureHandlerDeps): Pick<CallHandlers, 'tunnel.expose' | 'tunnel.conceal'> {
  let isAsking = false
  const expose = async (id: string): Promise<Result<void>> => {
    const exposable = tunnels.exposable(id)
    if (!exposable.ok) return exposable
    const place = await choose(exposable.value)
    return place === null ? ok(undefined) : await tunnels.expose(exposable.value.tunnel, place)
  }
  return {
    'tunnel.expose': async ({ id }) => {
      // One dialog at a time: a page that asks again and again must not wear anybody down.
      if (isAsking) return ok(undefined)
      isAsking = true
      return await expose(id).finally(() => (isAsking = false))
    },
    'tunnel.conceal': async ({ id }) => await tunnels.conceal(id),
  }
}
