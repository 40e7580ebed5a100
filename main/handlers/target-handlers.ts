import type { CallHandlers } from '#contract/calls.ts'
import type { HandWatch } from '#core/app/production/hand-watch.ts'
import type { Targets } from '#core/app/targets/targets.ts'
import { ok } from '#domain/result.ts'

type TargetHandlers = Pick<
  CallHandlers,
  | 'target.list'
  | 'target.stop'
  | 'target.addPlace'
  | 'target.removePlace'
  | 'target.setEnvironment'
  | 'target.star'
  | 'target.asksFirst'
>

/** What the handlers need. */
interface TargetHandlerDeps {
  readonly targets: Targets
  readonly hands: Pick<HandWatch, 'asked'>
  /** Asks in a dialog of main's own whether an account, by its name, is to be production no more. */
  askToFree(account: string): Promise<boolean>
}

/** What a window may do with the list of everything that a shell can be opened on. */
export function createTargetHandlers({ targets, hands, askToFree }: TargetHandlerDeps): TargetHandlers {
  return {
    'target.list': async ({ read }) => ok(await targets.list(read)),
    'target.stop': async () => {
      targets.stop()
      return ok(undefined)
    },
    'target.addPlace': async (place) => await targets.addPlace(place),
    'target.removePlace': async ({ key }) => await targets.removePlace(key),
    'target.setEnvironment': async ({ place, environment }) => {
      const frees = await targets.wouldFree(place, environment)
      if (frees !== null && !(await askToFree(frees.account))) return ok(undefined)
      return await targets.setEnvironment(place, environment)
    },
    'target.star': async ({ favourite, wish }) => await targets.star(favourite, wish),
    'target.asksFirst': async (place, { window }) => {
      const asks = !(await targets.admit({ place, environment: null }, 'none')).ok
      if (asks) hands.asked(window)
      return ok({ asks })
    },
  }
}
