import type { ProductionAgreement } from '#contract/production.ts'
import type { Result } from '#contract/result.ts'
import type { ShellTarget } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createAskedOnce } from '../asked-once.ts'
import type { ProductionGuard, SessionPlace } from '../ports.ts'
import type { HandWatch } from './hand-watch.ts'

/** After a no in its dialog main is quiet for so long: whoever thinks again need not wait, and a page that goes on asking is bearable. */
const quietMs = 10_000

/** What a window wants opened, as far as the gate has to know. */
export interface WantedOpening extends SessionPlace {
  readonly target: ShellTarget
  readonly environment: string | null
}

/** The gate before production for what a window opens. */
export interface WindowGate {
  /** PRODUCTION_NOT_AGREED when the account is production and nobody has agreed. */
  admit(window: string, wanted: WantedOpening, agreement: ProductionAgreement): Promise<Result<void>>
}

interface WindowGateDeps {
  readonly clock: Pick<Clock, 'now'>
  readonly production: ProductionGuard
  readonly hands: Pick<HandWatch, 'asked' | 'takePress'>
  /** Asks the person in a dialog of main's own. */
  ask(account: string): Promise<boolean>
  /** What a window has open, or has still in front of it. */
  openIn(window: string): readonly WantedOpening[]
}

/**
 * The page draws the question, and main believes its answer only where it saw a hand in that window since the question was told;
 * for any other answer main asks itself. So a page that was taken over opens nothing while nobody is there, and whoever answers
 * by means that are no key and no pointer (a screen reader) is asked once more. An agreement for once is for one target, that day and
 * as long as something of it is in the window: its splits, and the same shell opened again.
 */
export function createWindowGate(deps: WindowGateDeps): WindowGate {
  const { production, hands, ask, openIn } = deps
  const askOnce = createAskedOnce(deps.clock, quietMs)
  const agreedOnce = new Map<string, string>()
  const today = (): string => new Date(deps.clock.now()).toDateString()
  const isStillOpen = (window: string, wanted: WantedOpening, account: string): boolean => {
    const [key, target] = [keyOf(window, wanted, account), targetOf(wanted)]
    const isOpen = agreedOnce.get(key) === today() && openIn(window).some((one) => targetOf(one) === target)
    if (!isOpen) agreedOnce.delete(key)
    return isOpen
  }
  return {
    async admit(window, wanted, agreement) {
      const { profile, region, environment } = wanted
      const wish = { place: { profile, region }, environment }
      // The profile may lead to another account than when that was agreed to.
      const leadsTo = await production.accountOf(wish.place)
      const admitted = await production.admit(wish, 'none')
      if (admitted.ok || admitted.error.code !== 'PRODUCTION_NOT_AGREED') return admitted
      if (isStillOpen(window, wanted, leadsTo)) return await production.admit(wish, 'once')
      if (agreement === 'none') {
        hands.asked(window)
        return admitted
      }
      const { account } = admitted.error.details
      if (!hands.takePress(window) && !(await askOnce(account, () => ask(account)))) return admitted
      if (agreement === 'once') agreedOnce.set(keyOf(window, wanted, leadsTo), today())
      return await production.admit(wish, agreement)
    },
  }
}

/** Equal for the same target, whatever runs there and whatever it is called. */
function targetOf({ profile, region, target }: WantedOpening): string {
  return JSON.stringify([profile, region, target])
}

/** What an agreement for once is for. */
function keyOf(window: string, wanted: WantedOpening, account: string): string {
  return JSON.stringify([window, account, targetOf(wanted)])
}
