import type { AtHand, Targets } from '#core/app/targets/targets.ts'
import { shellBy } from '#domain/session-document.ts'
import { favouriteKey } from '#domain/targets/target-place.ts'
import type { TargetAtHand, TargetsAtHand } from './tray-model.ts'

/** What the tray offers of the targets that are remembered, and when that changes by itself. */
export function followAtHand(targets: Pick<Targets, 'atHand' | 'onUpdate'>): {
  current(): TargetsAtHand
  onChange(listener: () => void): () => void
} {
  return {
    current() {
      const { favourites, recent } = targets.atHand()
      return { favourites: favourites.map(targetOf), recent: recent.map(targetOf) }
    },
    onChange: (listener) => targets.onUpdate(({ type }) => (type === 'favourites' ? listener() : undefined)),
  }
}

function targetOf({ favourite, environment, account }: AtHand): TargetAtHand {
  const { place, what, name, document } = favourite
  const request =
    what.on === 'node'
      ? { ...place, target: what, program: shellBy(document), name: name || what.id, environment }
      : null
  return { key: favouriteKey(favourite), name: name || (what.on === 'node' ? what.id : what.service), account, request }
}
