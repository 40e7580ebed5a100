import { useState } from 'react'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ShellRequest } from '#contract/shells.ts'
import { useActions, type Actions } from '../../app/actions.ts'

/** Where a shell is to be: in the tab of the list, or beside what is there. */
export type OpenHow = 'tab' | 'split'

/** Opens a shell, with what a person said to the question about production. */
export type OpenShell = (request: ShellRequest, how: OpenHow, agreed: ProductionAgreement) => void

/** A shell that waits for a person's word, because it is for production. */
interface PendingOpen {
  readonly request: ShellRequest
  readonly how: OpenHow
}

/** Opens shells; those on production once somebody has agreed. */
export interface Opening {
  readonly pending: PendingOpen | null
  readonly open: (request: ShellRequest, how: OpenHow) => void
  readonly agree: (agreement: ProductionAgreement) => void
  readonly cancel: () => void
}

/**
 * `onOpen` is told of each shell that is to be opened. Main would refuse one that nobody agreed to; it is asked beforehand, so that the
 * list is still there under the question.
 */
export function useOpening(onOpen: OpenShell): Opening {
  const { call }: Pick<Actions, 'call'> = useActions()
  const [pending, setPending] = useState<PendingOpen | null>(null)
  return {
    pending,
    open: (request, how) => {
      const { profile, region } = request
      void call('target.asksFirst', { profile, region }).then((answer) => {
        if (answer?.asks === false) onOpen(request, how, 'none')
        else setPending({ request, how })
      })
    },
    agree: (agreement) => {
      if (pending === null) return
      setPending(null)
      onOpen(pending.request, pending.how, agreement)
    },
    cancel: () => setPending(null),
  }
}
