import type { Surroundings } from '../surroundings.ts'

/** The target by its id, or as the tunnel calls it. */
export const bastion = (id: string | undefined, around: Surroundings): string =>
  id ?? around.target ?? around.rule ?? '踏み台'
/** The endpoint by its host, or as the tunnel calls it. */
export const database = (host: string | undefined, around: Surroundings): string =>
  host ?? around.host ?? 'データベース'
/** The port, where it is known. */
export const numbered = (port: number | undefined, around: Surroundings): string => {
  const known = port ?? around.port
  return known === undefined ? 'このポート' : `ポート ${known} `
}
/** How long was waited. */
export const inSeconds = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '' : ` ${Math.max(1, Math.round(milliseconds / 1_000))} 秒以内に`
