import type { ShellRequest } from '#contract/shells.ts'
import type { Favourite, PlaceView } from '#contract/targets.ts'
import { asksForValues, shellBy } from '#domain/session-document.ts'
import { favouriteOf } from '#domain/targets/target-place.ts'
import type { TargetLine } from './target-rows.ts'

/** The request for a shell on a line's target; null for a container that was not found. */
export function requestOf({ place, target, name, favourite, document }: TargetLine): ShellRequest | null {
  const what = target?.target ?? (favourite?.what.on === 'node' ? favourite.what : null)
  if (what === null) return null
  const { environment } = place
  const program = what.on === 'node' ? shellBy(document) : shellBy(undefined)
  return { ...place.place, target: what, program, name: name.slice(0, 200) || '-', environment }
}

/** The request for a shell on a node of which only the id is known. */
export function nodeRequest({ place, environment }: PlaceView, id: string): ShellRequest {
  return { ...place, target: { on: 'node', id }, program: { run: 'shell' }, name: id, environment }
}

/** Whether its session document lacks a value, so that it can not be opened before somebody typed it. */
export function asksFirst({ document }: TargetLine): boolean {
  return document !== undefined && asksForValues(document)
}

/** ECS Exec takes no session documents. */
export function takesDocuments({ target, favourite }: TargetLine): boolean {
  return target === null ? favourite?.what.on === 'node' : target.target.on === 'node'
}

/** A line's target as a favourite with a document of its own, or with the account's; null for what was not found. */
export function favouriteWith(
  { place, target, favourite }: TargetLine,
  document: Favourite['document'],
): Favourite | null {
  const known = favourite ?? (target === null ? null : favouriteOf(place.place, target))
  if (known === null) return null
  const { document: _before, ...rest } = known
  return document === undefined ? rest : { ...rest, document }
}
