import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ContractClient } from '#contract/calls.ts'
import type { Problem } from '#contract/problem.ts'
import type { ProfileView } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'

export interface ProfileState {
  readonly profiles: readonly ProfileView[]
  readonly problems: readonly Problem[]
  /** The AWS config, as people write its path. */
  readonly file: string
  /** The usual region of this computer, if anything names one. */
  readonly region: string | null
  readonly asked: boolean
}

export interface ProfileStore extends Pick<StoreApi<ProfileState>, 'getState' | 'subscribe' | 'getInitialState'> {
  refresh(): Promise<void>
}

/** A key that is equal for equal references. */
export function profileKey(ref: ProfileRef): string {
  return ref.type === 'sso'
    ? JSON.stringify([ref.session, ref.startUrl, ref.accountId, ref.roleName])
    : JSON.stringify([ref.name])
}

/** Accounts and roles as main lists them; asked for again whenever a sign-in changes. */
export function createProfileStore(client: ContractClient): ProfileStore {
  const store = createStore<ProfileState>(() => ({
    profiles: [],
    problems: [],
    file: '',
    region: null,
    asked: false,
  }))
  let question = 0
  let isAsking = false
  // Of a large organisation the first accounts are there long before the last. What is shown already is not taken away for them.
  client.on('profile.part', (part) => {
    if (isAsking && part.profiles.length > store.getState().profiles.length) store.setState(part)
  })
  const refresh = async (): Promise<void> => {
    question += 1
    isAsking = true
    const mine = question
    const answer = await client.call('profile.list').catch(() => null)
    if (mine !== question) return
    isAsking = false
    if (answer?.ok === true) store.setState({ ...answer.value, asked: true })
  }
  return { getState: store.getState, getInitialState: store.getInitialState, subscribe: store.subscribe, refresh }
}
