import type { DoorGuard } from '#contract/door.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import type { Door } from '#domain/admission/admission.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { openingAt } from '#domain/kinds/opening.ts'
import type { ListeningPlace } from './listen.ts'

/** A door as first words are judged by it. */
export function doorOf(
  place: ListeningPlace,
  kind: TunnelKind,
  { endpoint, allowedOrigins, localNames }: DoorGuard,
): Door {
  const { port: localPort, address: localAddress } = place
  const opening = openingAt(kinds[kind].opening, endpoint.port)
  return { localPort, localAddress, endpointHost: endpoint.host, allowedOrigins, localNames, opening }
}
