import { useState } from 'react'
import type { ShellRequest } from '#contract/shells.ts'
import type { TargetPlace } from '#contract/targets.ts'
import { useActions, type Actions } from '../../app/actions.ts'

/** Where a shell is to be: in the tab of the list, or beside what is there. */
export type OpenHow = 'tab' | 'split'

/** A shell that waits for a person's word, because it is for production. */
export interface PendingOpen {
  readonly request: ShellRequest
  readonly how: OpenHow
}

/** Opens shells; those on production once somebody has agreed. */
export interface Opening {
  readonly pending: PendingOpen | null
  readonly open: (request: ShellRequest, how: OpenHow) => void
  /** `for-today`: no more questions about the account until the day is over. */
  readonly agree: (forHowLong: 'once' | 'for-today') => void
  readonly cancel: () => void
}

const placeOf = ({ profile, region }: ShellRequest): TargetPlace => ({ profile, region })

/** `onOpen` is told of each shell that is to be opened. Main says whether one asks first, and that it can not is as good as yes. */
export function useOpening(onOpen: (request: ShellRequest, how: OpenHow) => void): Opening {
  const { call }: Pick<Actions, 'call'> = useActions()
  const [pending, setPending] = useState<PendingOpen | null>(null)
  return {
    pending,
    open: (request, how) => {
      void call('target.asksFirst', placeOf(request)).then((answer) => {
        if (answer?.asks === false) onOpen(request, how)
        else setPending({ request, how })
      })
    },
    agree: (forHowLong) => {
      if (pending === null) return
      if (forHowLong === 'for-today') void call('target.agree', placeOf(pending.request))
      setPending(null)
      onOpen(pending.request, pending.how)
    },
    cancel: () => setPending(null),
  }
}
