import type { DoorGuard } from '#contract/relay.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import type { Door } from '#domain/admission/admission.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { openingAt } from '#domain/kinds/opening.ts'

/** A door as first words are judged by it. */
export function doorOf(localPort: number, kind: TunnelKind, { endpoint, allowedOrigins, localNames }: DoorGuard): Door {
  const opening = openingAt(kinds[kind].opening, endpoint.port)
  return { localPort, endpointHost: endpoint.host, allowedOrigins, localNames, opening }
}
