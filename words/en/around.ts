import type { Surroundings } from '../surroundings.ts'

/** The target by its id, or as the tunnel calls it. */
export const bastion = (id: string | undefined, around: Surroundings): string =>
  id ?? around.target ?? around.rule ?? 'The bastion'
/** The endpoint by its host, or as the tunnel calls it. */
export const database = (host: string | undefined, around: Surroundings): string =>
  host ?? around.host ?? 'The database'
/** The port, where it is known. */
export const onPort = (port: number | undefined, around: Surroundings): string => {
  const known = port ?? around.port
  return known === undefined ? '' : ` on port ${known}`
}
/** How long was waited. */
export const inSeconds = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '' : ` within ${Math.max(1, Math.round(milliseconds / 1_000))} s`
