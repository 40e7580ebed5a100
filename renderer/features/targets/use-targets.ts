import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Snapshot } from '#contract/snapshot.ts'
import type { TargetList } from '#contract/targets.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { placeKey } from '#domain/targets/target-place.ts'
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

/** The accounts and regions of the tunnels, in which targets are looked for, as one text. */
function placesIn({ tunnels }: Snapshot): string {
  const keys = tunnels.flatMap((tunnel) => {
    const profile = profileOf(tunnel)
    return profile === null ? [] : [placeKey({ profile, region: tunnel.definition.region })]
  })
  return [...new Set(keys)].toSorted().join('|')
}

/**
 * Main's list for as long as it is shown. What is stale is read when it is opened, when who is signed in changes or a code was taken, and
 * when the tunnels use other accounts.
 */
export function useTargetList(): { readonly list: TargetList | null; readonly store: TargetStore } {
  const { client } = useServices()
  const snapshot = useSnapshot()
  const { signIns, mfaDevices } = snapshot
  const places = placesIn(snapshot)
  const [store] = useState(() => createTargetStore(client))
  const signedIn = signIns.map(({ session, status }) => `${session.name}:${status.kind === 'signed-in'}`).join('|')
  const accepted = mfaDevices.map(({ id, status }) => `${id}:${status.kind === 'accepted'}`).join('|')
  useEffect(() => void store.read('stale'), [store, signedIn, accepted, places])
  useEffect(() => () => store.dispose(), [store])
  return { list: useStore(store, (state) => state.list), store }
}
