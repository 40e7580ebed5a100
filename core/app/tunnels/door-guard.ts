import type { DoorGuard } from '#contract/relay.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'

/** Whom a tunnel's door lets in. */
export function guardOf({ definition, preference }: SavedTunnel): DoorGuard {
  return { endpoint: definition.endpoint, allowedOrigins: preference.allowedOrigins ?? [] }
}
