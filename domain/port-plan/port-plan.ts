import type { Environment, SavedTunnel, TunnelKind } from '#contract/tunnel.ts'

/** Last four digits of the first port by kind; OpenSearch is served on 443 but known by 9200. */
const defaultPort: Readonly<Record<TunnelKind, number>> = {
  postgresql: 5432,
  mysql: 3306,
  redis: 6379,
  opensearch: 9200,
  tcp: 8000,
}

/** Port that a tunnel of this environment and kind gets when it is the only one: 15432, 26379, 19200… */
export function firstPort(environment: Pick<Environment, 'firstDigit'>, kind: TunnelKind): number {
  return environment.firstDigit * 10_000 + defaultPort[kind]
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

/** The saved tunnel that has this port already, if any: a local port belongs to one tunnel for ever. */
export function holderOf(port: number, tunnels: readonly SavedTunnel[], exceptTunnel?: string): SavedTunnel | null {
  return tunnels.find((tunnel) => tunnel.preference.localPort === port && tunnel.id !== exceptTunnel) ?? null
}
