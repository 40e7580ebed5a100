import type { ProductionAgreement } from '#contract/production.ts'
import { ConfirmOpen } from '../../parts/production/confirm-open.tsx'
import { useShellStore, useShells } from './use-shells.ts'

/** Asks about what main did not open because it is on production; it is ordered again with the answer. */
export function OpenQuestion() {
  const store = useShellStore()
  const asked = useShells((state) => state.asksToOpen)
  const content = useShells(({ contents }) => (asked === null ? null : (contents.get(asked.pane) ?? null)))
  if (asked === null || content === null) return null
  const isFiles = 'files' in content
  const request = isFiles ? content.files : store.requestOf(asked.pane)
  if (request === null) return null
  const leave = (): void => store.set({ asksToOpen: null })
  const agree = (agreement: ProductionAgreement): void => {
    leave()
    if (isFiles) store.files.again(asked.pane, { agreed: agreement, user: asked.user })
    else void store.again(asked.pane, agreement)
  }
  const opens = isFiles ? 'files' : 'shell'
  return <ConfirmOpen request={request} opens={opens} account={asked.account} onAgree={agree} onCancel={leave} />
}
