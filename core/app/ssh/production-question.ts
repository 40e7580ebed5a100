import type { Clock } from '#domain/clock/clock.ts'
import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ProductionGuard, ProductionWish } from '../ports.ts'
import { createAskedOnce } from '../asked-once.ts'

interface QuestionDeps {
  readonly clock: Pick<Clock, 'now'>
  readonly production: Pick<ProductionGuard, 'admit'>
  /** Asks the person whether ssh may reach the account until the day is over. */
  ask(account: string): Promise<boolean>
}

/** The gate before production for ssh, which has no page to ask on: main asks itself. PRODUCTION_NOT_AGREED after a no. */
export function createProductionQuestion(deps: QuestionDeps): (wish: ProductionWish) => Promise<Result<void>> {
  const { production, clock, ask } = deps
  const askOnce = createAskedOnce(clock)
  return async (wish) => {
    const admitted = await production.admit(wish, 'none')
    if (admitted.ok || admitted.error.code !== 'PRODUCTION_NOT_AGREED') return admitted
    const { account } = admitted.error.details
    if (!(await askOnce(account, () => ask(account)))) return admitted
    await production.admit(wish, 'today')
    return ok(undefined)
  }
}
