import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ProfileView } from '#contract/sign-in.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { environmentOf, guessEnvironment } from '#domain/environments.ts'
import { listedProfile, profileOf } from '#domain/profile/profile.ts'
import { profileKey } from '../../app/profile-store.ts'
import { useProfiles, useServices, useSnapshot, useTunnel } from '../../app/services.ts'
import type { Overlay } from '../../app/view-store.ts'
import { isLeftOut } from '../../parts/account/left-out.ts'
import { accountName } from '../../parts/tunnel/account.ts'
import {
  emptyValues,
  parseForm,
  usualPort,
  valuesOf,
  type FormField,
  type FormProblems,
  type FormValues,
} from './form-values.ts'
import { useChecked } from './use-checked.ts'
import { usePaste } from './use-paste.ts'
import { suggestPort, usePortCheck } from './use-port.ts'
import { usePreview } from './use-preview.ts'

export type FormOverlay = Extract<Overlay, { name: 'new-tunnel' | 'edit-tunnel' }>

/** The same list for as long as neither the tunnel nor what main lists changes. */
function useKnownProfiles(tunnel: SavedTunnel | null): readonly ProfileView[] {
  const profiles = useProfiles((state) => state.profiles)
  return useMemo(() => knownProfiles(tunnel, profiles), [tunnel, profiles])
}

function knownProfiles(tunnel: SavedTunnel | null, profiles: readonly ProfileView[]): readonly ProfileView[] {
  const ref = tunnel === null ? null : profileOf(tunnel)
  if (tunnel === null || ref === null) return profiles
  const listed = listedProfile(ref, profiles)
  // In the tunnel's own words, so that it is found among them.
  if (listed !== null) return profiles.map((profile) => (profile === listed ? { ...profile, ref } : profile))
  // The tunnel's own profile stays selectable while main does not list it, as when signed out.
  const { account, region } = tunnel.definition
  const title = accountName(tunnel, profiles)
  const roleName = ref.type === 'sso' ? ref.roleName : null
  const signIn = ref.type === 'sso' ? (ref.session ?? null) : null
  const known = { title, accountId: account?.accountId ?? null, roleName, region, signIn }
  return [...profiles, { ref, ...known, kind: ref.type === 'sso' ? 'sso' : 'none', problem: null }]
}

/** Keeps the suggested port up to date until the user types one. */
function useSuggestedPort(values: FormValues, active: 'active' | 'kept', set: (port: string) => void): void {
  const { client } = useServices()
  const { environment, kind } = values
  useEffect(() => {
    if (active === 'kept') return undefined
    let current = true
    void suggestPort(client, environment, kind).then((port) => {
      if (current && port !== null) set(port)
    })
    return () => {
      current = false
    }
  }, [client, environment, kind, active, set])
}

/** Values that follow from another one, until the user has written over them. */
function follow(
  values: FormValues,
  change: Partial<FormValues>,
  guess: (profile: string) => string | null,
): FormValues {
  const next = { ...values, ...change }
  if (change.kind !== undefined && change.port === undefined && values.port === usualPort(values.kind))
    return { ...next, port: usualPort(change.kind) }
  if (change.profile !== undefined) return { ...next, environment: guess(change.profile) ?? values.environment }
  return next
}

/** The values as they are entered, with what follows from them; a tunnel that is changed or copied is the start. */
function useFormValues(overlay: FormOverlay, source: TunnelView | null, profiles: readonly ProfileView[]) {
  const { signIns, environments } = useSnapshot()
  const { profiles: store, view } = useServices()
  const editing = overlay.name === 'edit-tunnel'
  const [values, setValues] = useState<FormValues>(() => {
    const begun = overlay.name === 'new-tunnel' && typeof overlay.starts === 'object' ? overlay.starts : null
    const usable = profiles.filter(({ ref }) => begun === null || profileKey(ref) === begun.profile)
    const empty = emptyValues(
      usable.filter((profile) => begun !== null || !isLeftOut(profile, view.getState().leftOut)),
      environments,
      store.getState().region ?? signIns[0]?.session.region ?? 'us-east-1',
    )
    const fresh = { ...empty, environment: begun?.environment ?? empty.environment }
    return source === null ? fresh : { ...valuesOf(source), ...(editing ? {} : { localPort: '', label: '' }) }
  })
  const [edited, setEdited] = useState(false)
  const [portTyped, setPortTyped] = useState(editing)
  const { checked, touch } = useChecked()
  const setPort = useCallback((localPort: string) => setValues((before) => ({ ...before, localPort })), [])
  useSuggestedPort(values, portTyped ? 'kept' : 'active', setPort)
  const change = useCallback(
    (part: Partial<FormValues>): void => {
      const listed = store.getState().profiles
      const guess = (key: string): string | null =>
        guessEnvironment(listed.find((one) => profileKey(one.ref) === key)?.title ?? '', environments)
      const ofProfile = listed.find((one) => profileKey(one.ref) === part.profile)?.region ?? null
      const region = part.region ?? ofProfile
      setEdited(true)
      touch(Object.keys(part) as FormField[])
      if (part.localPort !== undefined) setPortTyped(true)
      setValues((before) => ({ ...follow(before, part, guess), ...(region === null ? {} : { region }) }))
    },
    [store, environments, touch],
  )
  return { values, change, edited, checked }
}

/** The problems of some fields; of all of them once saving was tried. */
function shownProblems(problems: FormProblems, of: ReadonlySet<FormField> | 'all'): FormProblems {
  if (of === 'all') return problems
  return Object.fromEntries(Object.entries(problems).filter(([field]) => of.has(field as FormField)))
}

/** The state of the form: values, what is wrong, what the port and the target rule lead to. */
export function useTunnelForm(overlay: FormOverlay) {
  const source = useTunnel(overlay.name === 'edit-tunnel' ? overlay.id : overlay.from)
  const editing = overlay.name === 'edit-tunnel'
  const profiles = useKnownProfiles(source)
  const { environments } = useSnapshot()
  const profileProblems = useProfiles((state) => state.problems)
  const { values, change, edited, checked } = useFormValues(overlay, source, profiles)
  const [tried, setTried] = useState(false)
  const opensPaste = overlay.name === 'new-tunnel' && overlay.starts === 'paste'
  const paste = usePaste({ values, profiles, change }, opensPaste ? 'open' : 'closed')
  const profile = profiles.find((one) => profileKey(one.ref) === values.profile) ?? null
  const port = usePortCheck(values.localPort, values.localAddress, editing ? overlay.id : null)
  const preview = usePreview(values, profile?.ref ?? null)
  const parsed = parseForm(values, profiles, source)
  const problems = parsed.ok ? {} : shownProblems(parsed.problems, tried ? 'all' : checked)
  return {
    values,
    change,
    paste,
    edited,
    setTried,
    environment: environmentOf(environments, values.environment),
    profiles,
    profileProblems,
    profile,
    port,
    preview,
    parsed,
    problems,
    editing,
    source,
  }
}

export type TunnelForm = ReturnType<typeof useTunnelForm>
