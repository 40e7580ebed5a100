import type { Clock } from '#domain/clock/clock.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** So many starts one after the other: as often as somebody tries again who reads what went wrong. */
const burst = 6
/** After those one start within so long (ms): whatever tries more often is a program, and asks AWS each time. */
const periodMs = 10_000

/** Lets clients cause starts of sessions, and not without end. */
export interface ClientStarts {
  /** A client waits and nothing carries it: tells the tunnel, now or when it is time. */
  wanted(unit: TunnelUnit): void
  forget(unit: TunnelUnit): void
}

interface Budget {
  /** Starts that are left, as of `at`; one comes back with each period. */
  left: number
  at: number
  cancelTimer: (() => void) | null
}

/** Creates the limit; each tunnel has its own. */
export function createClientStarts({ clock }: { readonly clock: Clock }): ClientStarts {
  const budgets = new Map<TunnelUnit, Budget>()

  const budgetOf = (unit: TunnelUnit): Budget => {
    const budget = budgets.get(unit) ?? { left: burst, at: clock.now(), cancelTimer: null }
    budgets.set(unit, budget)
    const back = Math.max(0, Math.floor((clock.now() - budget.at) / periodMs))
    budget.left = Math.min(burst, budget.left + back)
    budget.at = budget.left === burst ? clock.now() : budget.at + back * periodMs
    return budget
  }

  const start = (unit: TunnelUnit, budget: Budget): void => {
    budget.left -= 1
    unit.send({ type: 'client-waiting' })
  }

  return {
    wanted(unit) {
      const budget = budgetOf(unit)
      if (budget.cancelTimer !== null) return
      if (budget.left > 0) return start(unit, budget)
      unit.note('starts-limited')
      budget.cancelTimer = clock.after(budget.at + periodMs - clock.now(), () => {
        budget.cancelTimer = null
        // Whoever waited may have left meanwhile.
        if (unit.facts.clients.waiting > 0) start(unit, budgetOf(unit))
      })
    },
    forget(unit) {
      budgets.get(unit)?.cancelTimer?.()
      budgets.delete(unit)
    },
  }
}
