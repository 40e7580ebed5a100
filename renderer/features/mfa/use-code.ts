import { useCallback, useState } from 'react'
import type { MfaView } from '#contract/mfa.ts'
import type { Problem } from '#contract/problem.ts'
import { fail } from '#domain/result.ts'
import { useServices } from '../../app/services.ts'

/** What the question for a code shows, and does. */
interface CodeEntry {
  readonly digits: string
  readonly state: 'asking' | 'refused' | 'checking'
  /** Why the last code would not do; gone as soon as somebody types. */
  readonly refused: { readonly problem: Problem; readonly nextCodeAt: number } | null
  readonly type: (digits: string) => void
  readonly send: () => void
  readonly cancel: () => void
}

/** Six digits send themselves. The code is here while it is typed, and is forgotten when it is sent. */
export function useCode({ id, status }: MfaView): CodeEntry {
  const { client } = useServices()
  const [digits, setDigits] = useState('')
  const [typedSince, setTypedSince] = useState<unknown>(null)
  const refused = status.kind === 'waiting-code' ? status.refused : null
  const shown = refused !== null && typedSince === refused.problem ? null : refused
  const send = useCallback(
    (code: string) => {
      setDigits('')
      setTypedSince(null)
      // What became of it is in the device's state.
      void client.call('mfa.answer', { device: id, code }).catch(() => fail('INTERNAL', {}))
    },
    [client, id],
  )
  return {
    digits,
    state: status.kind === 'checking-code' ? 'checking' : shown === null ? 'asking' : 'refused',
    refused: shown,
    type: (typed) => {
      setTypedSince(refused?.problem ?? null)
      if (typed.length === 6) send(typed)
      else setDigits(typed)
    },
    send: () => (digits.length === 6 ? send(digits) : undefined),
    cancel: () => void client.call('mfa.cancel', { device: id }),
  }
}
