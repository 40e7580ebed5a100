import type { CallHandlers } from '#contract/calls.ts'
import type { TargetPlace } from '#contract/targets.ts'
import type { HandWatch } from '#core/app/production/hand-watch.ts'
import type { LessenedAccount } from '#core/app/targets/account-labels.ts'
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
  | 'target.start'
  | 'target.asksFirst'
>

/** What the handlers need. */
interface TargetHandlerDeps {
  readonly targets: Targets
  readonly hands: Pick<HandWatch, 'asked'>
  /** Asks in a dialog of main's own whether an account is to be production no more, or recorded less. */
  askToLessen(lessened: LessenedAccount): Promise<boolean>
  /** The same for an instance, by its name and id, and the account that it is in. */
  askToStart(instance: string, account: string): Promise<boolean>
  /** Somebody has said what the account of a place is for: what is open there follows. */
  relabel(said: TargetPlace): Promise<void>
}

/** What a window may do with the list of everything that a shell can be opened on. */
export function createTargetHandlers(deps: TargetHandlerDeps): TargetHandlers {
  const { targets, hands, askToLessen, askToStart, relabel } = deps
  return {
    'target.list': async ({ read }) => ok(await targets.list(read)),
    'target.stop': async () => {
      targets.stop()
      return ok(undefined)
    },
    'target.addPlace': async (place) => await targets.addPlace(place),
    'target.removePlace': async ({ key }) => await targets.removePlace(key),
    'target.setEnvironment': async ({ place, environment }) => {
      const lessens = await targets.wouldLessen(place, environment)
      if (lessens !== null && !(await askToLessen(lessens))) return ok(undefined)
      const said = await targets.setEnvironment(place, environment)
      await relabel(place)
      return said
    },
    'target.star': async ({ favourite, wish }) => await targets.star(favourite, wish),
    'target.start': async ({ id, name, ...place }) => {
      // The name is the page's word; the id is what is started.
      if (!(await askToStart(name === id ? id : `${name} (${id})`, await targets.accountNameOf(place))))
        return ok({ started: false })
      const started = await targets.startInstance(place, id)
      return started.ok ? ok({ started: true }) : started
    },
    'target.asksFirst': async (place, { window }) => {
      const asks = !(await targets.admit({ place, environment: null }, 'none')).ok
      if (asks) hands.asked(window)
      return ok({ asks })
    },
  }
}
