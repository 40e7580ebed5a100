import type { TunnelPreference } from '#contract/tunnel.ts'

/** Where a tunnel listens: its port, and the loopback address that is its own, if it has one. */
export type LocalPlace = Pick<TunnelPreference, 'localPort' | 'localAddress'>

/** The host of a client's settings: `localhost`, or the tunnel's own address. */
export function localHost({ localAddress }: Pick<LocalPlace, 'localAddress'>): string {
  return localAddress ?? 'localhost'
}

/** The same for what takes numbers only, or would ask for a socket file at `localhost`. */
export function localNumber({ localAddress }: Pick<LocalPlace, 'localAddress'>): string {
  return localAddress ?? '127.0.0.1'
}

/** What to type into a client of a tunnel: `localhost:15432`, `127.0.0.2:5432`. */
export function localAddress(place: LocalPlace): string {
  return `${localHost(place)}:${place.localPort}`
}

/** True where only one of the two can listen. Every other address of the computer's own is not `localhost`. */
export function isSamePlace(one: LocalPlace, other: LocalPlace): boolean {
  return one.localPort === other.localPort && one.localAddress === other.localAddress
}
