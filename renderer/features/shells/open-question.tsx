import type { ProductionAgreement } from '#contract/production.ts'
import { ConfirmOpen } from '../../parts/production/confirm-open.tsx'
import { useShellStore, useShells } from './use-shells.ts'

/** Asks about a shell that main did not open because it is on production; it is ordered again with the answer. */
export function OpenQuestion() {
  const store = useShellStore()
  const asked = useShells((state) => state.asksToOpen)
  const request = asked === null ? null : store.requestOf(asked.pane)
  if (asked === null || request === null) return null
  const leave = (): void => store.set({ asksToOpen: null })
  const agree = (agreement: ProductionAgreement): void => {
    leave()
    void store.again(asked.pane, agreement)
  }
  return <ConfirmOpen request={request} account={asked.account} onAgree={agree} onCancel={leave} />
}
