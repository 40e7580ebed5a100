import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { TargetList } from '#contract/targets.ts'
import { targetWordsOf, type TargetWords } from '#words/target-words.ts'
import { useNow } from '../../app/clock.ts'
import { useLanguage, useServices, useSnapshot, useWords } from '../../app/services.ts'
import type { Saying } from './line-words.ts'
import { createTargetStore, type TargetStore } from './target-store.ts'

/** The words of the list. */
export const useTargetWords = (): TargetWords => targetWordsOf(useLanguage())

/** Milliseconds between two drawings of how old things are. */
const ageResolutionMs = 5_000

/** What lines are said with, the same object until something of it changes. */
export function useSaying(): Saying {
  const words = useWords()
  const say = useTargetWords()
  const now = useNow(ageResolutionMs)
  return useMemo(() => ({ words, say, now }), [words, say, now])
}

/** Main's list for as long as it is shown. What is stale is read when it is opened, and when who is signed in changes. */
export function useTargetList(): { readonly list: TargetList | null; readonly store: TargetStore } {
  const { client } = useServices()
  const { signIns } = useSnapshot()
  const [store] = useState(() => createTargetStore(client))
  const signedIn = signIns.map(({ session, status }) => `${session.name}:${status.kind === 'signed-in'}`).join('|')
  useEffect(() => void store.read('stale'), [store, signedIn])
  useEffect(() => () => store.dispose(), [store])
  return { list: useStore(store, (state) => state.list), store }
}
