import type { SessionWall } from '#contract/status.ts'

/**
 * How long before a wall a successor is opened, milliseconds. Credentials are renewed in the last five minutes of their life: before
 * that a successor would get the old ones, and meet the same wall.
 */
const leadMs: Readonly<Record<SessionWall['kind'], number>> = {
  credentials: 4 * 60_000,
  duration: 6 * 60_000,
  channel: 5 * 60_000,
}
/** Whoever is still on a session is told so long (ms) before the service ends it. */
const tellMs = 5 * 60_000
/** A wall that is nearer than this when a session begins (ms) is not worth another session. */
const shortestLifeMs = 5_000
/** Walls of one kind that are nearer to each other than this (ms) are one wall. */
const sameWallMs = 1_000

/** When a session of `since` is to be replaced for a wall (epoch ms), half of the time between them before it at the most. */
export function replaceAt(wall: SessionWall, since: number): number {
  return Math.round(wall.at - Math.min(leadMs[wall.kind], (wall.at - since) / 2))
}

/** When whoever is on a session is to be told that the service ends it (epoch ms); null when no such end is known. */
export function tellEndAt(walls: readonly SessionWall[]): number | null {
  const end = walls.find(({ kind }) => kind === 'duration')
  return end === undefined ? null : end.at - tellMs
}

/**
 * The first of a session's walls that another session helps over, as seen at `since`; null when there is none. One that `others`, which
 * are older, meet as well would be the successor's too.
 */
export function wallAhead(
  walls: readonly SessionWall[],
  others: readonly SessionWall[],
  since: number,
): SessionWall | null {
  const [first] = walls
    .filter((wall) => wall.at - since >= shortestLifeMs && !others.some((other) => isSame(wall, other)))
    .toSorted((one, other) => one.at - other.at)
  return first ?? null
}

function isSame(one: SessionWall, other: SessionWall): boolean {
  return one.kind === other.kind && Math.abs(one.at - other.at) < sameWallMs
}
