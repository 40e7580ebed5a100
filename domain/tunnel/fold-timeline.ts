import type { TimelineEntry } from '#contract/status.ts'

/**
 * The history with a line added, newest first; what has only happened again stands in one line with it. A try and its failure are
 * one such thing, and so is a program that comes and goes.
 */
export function foldedWith(timeline: readonly TimelineEntry[], entry: TimelineEntry): readonly TimelineEntry[] {
  const [newest, ...older] = timeline
  const isTry = newest?.kind === 'connecting' && (entry.kind === 'failed' || entry.kind === 'dropped')
  const [before, ...rest] = isTry ? older : timeline
  return before !== undefined && isAgain(before, entry) ? [after(before, entry), ...rest] : [entry, ...timeline]
}

function isAgain(before: TimelineEntry, entry: TimelineEntry): boolean {
  if (before.kind !== entry.kind) return false
  if (entry.kind === 'client') return before.client?.program === entry.client?.program
  const isTrouble = entry.kind === 'failed' || entry.kind === 'dropped'
  return isTrouble && before.problem?.code === entry.problem?.code
}

function after({ at, again }: TimelineEntry, entry: TimelineEntry): TimelineEntry {
  return { ...entry, again: { times: (again?.times ?? 1) + 1, since: again?.since ?? at } }
}
