import type { Environment, SavedTunnel, TunnelKind } from '#contract/tunnel.ts'
import { kinds } from '../kinds/kinds.ts'
import { isSamePlace, type LocalPlace } from '../tunnel-text/local-address.ts'

/** Port that a tunnel of this environment and kind gets when it is the only one: 15432, 26379, 19200… */
function firstPort(environment: Pick<Environment, 'firstDigit'>, kind: TunnelKind): number {
  return environment.firstDigit * 10_000 + kinds[kind].localPort
}

/** The first port of the plan that no saved tunnel has and that is not among `taken`; it counts up from the first one. */
export function suggestPort(
  environment: Pick<Environment, 'firstDigit'>,
  kind: TunnelKind,
  tunnels: readonly SavedTunnel[],
  taken: readonly number[] = [],
): number {
  const used = new Set([...tunnels.map((tunnel) => tunnel.preference.localPort), ...taken])
  const first = firstPort(environment, kind)
  for (let candidate = first; candidate < first + 1_000; candidate += 1) if (!used.has(candidate)) return candidate
  return first
}

/** The saved tunnel that has this place already, if any: a local port of an address belongs to one tunnel for ever. */
export function holderOf(
  place: LocalPlace,
  tunnels: readonly SavedTunnel[],
  exceptTunnel?: string,
): SavedTunnel | null {
  return tunnels.find(({ id, preference }) => isSamePlace(preference, place) && id !== exceptTunnel) ?? null
}
