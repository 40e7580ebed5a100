import { useCallback, useEffect, useRef, useState } from 'react'
import type { OpenSessionList } from '#contract/open-sessions.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot } from '../../app/services.ts'

/** What main was told by AWS. */
export interface OpenSessions {
  /** Null before the first answer. */
  readonly list: OpenSessionList | null
  readonly isAsking: boolean
  readonly ask: () => void
}

/** Asks when the list is opened, when somebody has signed in, and when it is wanted. */
export function useOpenSessions(): OpenSessions {
  const { call } = useActions()
  const { signIns } = useSnapshot()
  const [list, setList] = useState<OpenSessionList | null>(null)
  const [asking, setAsking] = useState(0)
  const isGone = useRef(false)
  const ask = useCallback((): void => {
    setAsking((running) => running + 1)
    void call('openSession.list').then((answer) => {
      if (isGone.current) return
      setAsking((running) => running - 1)
      // Names and reasons are the far end's.
      if (answer !== null) setList(shownVisibly(answer))
    })
  }, [call])
  const signedIn = signIns.filter(({ status }) => status.kind === 'signed-in').map(({ session }) => session.name)
  const key = signedIn.join('|')
  useEffect(() => {
    isGone.current = false
    ask()
    return () => {
      isGone.current = true
    }
  }, [ask, key])
  return { list, isAsking: asking > 0, ask }
}
