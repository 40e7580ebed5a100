import type { ShellRequest } from '#contract/shells.ts'
import type { PlaceView } from '#contract/targets.ts'
import type { TargetLine } from './target-rows.ts'

/** The request for a shell on a line's target; null for a container that was not found. */
export function requestOf({ place, target, name, favourite }: TargetLine): ShellRequest | null {
  const what = target?.target ?? (favourite?.what.on === 'node' ? favourite.what : null)
  if (what === null) return null
  const { environment } = place
  return { ...place.place, target: what, program: { run: 'shell' }, name: name.slice(0, 200) || '-', environment }
}

/** The request for a shell on a node of which only the id is known. */
export function nodeRequest({ place, environment }: PlaceView, id: string): ShellRequest {
  return { ...place, target: { on: 'node', id }, program: { run: 'shell' }, name: id, environment }
}
