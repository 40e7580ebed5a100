import type { Favourite, FoundTarget, TargetPlace, TargetView } from '#contract/targets.ts'

/** The account of a place: its number, or the profile that does not tell it. */
export function accountKey({ profile }: TargetPlace): string {
  return profile.type === 'sso' ? profile.accountId : `profile ${profile.name}`
}

/** One account in one region: whichever of its roles is used, the same targets are there. */
export function placeKey(place: TargetPlace): string {
  return `${accountKey(place)} ${place.region}`
}

/** What remains of a target that is remembered; `service`: of the container's task, as it was listed. */
export function favouriteOf(place: TargetPlace, { target, service, name }: TargetView): Favourite {
  const what: Favourite['what'] =
    target.on === 'node'
      ? target
      : { on: 'service', cluster: target.cluster, service: service ?? target.task, container: target.container }
  return { place, what, name: name.slice(0, 200) }
}

/** Equal for favourites of the same thing. */
export function favouriteKey({ place, what }: Pick<Favourite, 'place' | 'what'>): string {
  const name = what.on === 'node' ? what.id : JSON.stringify([what.cluster, what.service, what.container])
  return `${placeKey(place)} ${name}`
}

/** The favourite that a target of a place would be. */
export function keyAsFavourite(place: TargetPlace, view: TargetView): string {
  return favouriteKey(favouriteOf(place, view))
}

/** A target's own key in a list. */
export function targetKey(place: TargetPlace, target: FoundTarget): string {
  const name = target.on === 'node' ? target.id : `${target.cluster}/${target.task}/${target.container}`
  return `${placeKey(place)} ${name}`
}
