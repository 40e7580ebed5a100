import { useEffect, useMemo, useRef, useState } from 'react'
import type { AdditionPreview, AdditionWish } from '#contract/config-additions.ts'
import { lineNameForm, profileNameLength, regionForm } from '#contract/forms.ts'
import type { Problem } from '#contract/problem.ts'
import { useProfiles, useServices } from '../../app/services.ts'
import type { AccountLine, AccountRole } from './account-lines.ts'

/** A permission set that a profile can be added for. */
export interface AddableRole {
  readonly key: string
  readonly roleName: string
  readonly wish: Omit<Extract<AdditionWish['profiles'][number], { kind: 'permission-set' }>, 'name'>
  /** Names of the profiles that it has. */
  readonly has: readonly string[]
}

/** Those permission sets of an account that its sign-in lists; none while nobody is signed in. */
export function addableRoles({ roles, named }: AccountLine): readonly AddableRole[] {
  return roles
    .flatMap((role) => addable(role, named) ?? [])
    .toSorted((one, other) => one.roleName.localeCompare(other.roleName))
}

function addable({ key, profile }: AccountRole, named: AccountLine['named']): AddableRole | null {
  const { ref } = profile
  if (ref.type !== 'sso' || ref.session === undefined) return null
  const { session, accountId, roleName } = ref
  const has = named.filter((one) => one.roleName === roleName).map(({ name }) => name)
  return { key, roleName, has, wish: { kind: 'permission-set', session, accountId, roleName } }
}

/** What is chosen; a name that was not typed is proposed by main. */
interface Chosen {
  readonly ticked: readonly string[]
  readonly names: Readonly<Record<string, string>>
  readonly region: string
}

/** What is known of what would be written. */
interface Look {
  readonly preview: AdditionPreview | null
  readonly problem: Problem | null
}

/** The form: what is chosen, and what main would write for it. */
export function useAddition(line: AccountLine) {
  const roles = useMemo(() => addableRoles(line), [line])
  const usual = useProfiles((state) => state.region)
  const [chosen, setChosen] = useState<Chosen>(() => {
    const first = roles.find(({ key, has }) => has.length === 0 && key === line.roles[0].key)
    const ticked = first ?? roles.find(({ has }) => has.length === 0) ?? roles[0]
    return { ticked: ticked === undefined ? [] : [ticked.key], names: {}, region: line.region ?? usual ?? '' }
  })
  const wish = useMemo(() => wishOf(roles, chosen), [roles, chosen])
  const [look, setLook] = usePreview(wish)
  const change = (part: Partial<Chosen>): void => setChosen((before) => ({ ...before, ...part }))
  const tickedRoles = roles.filter(({ key }) => chosen.ticked.includes(key))
  return {
    ...{ roles, chosen, wish, look, setLook, change },
    /** As main has it, in the order of the wish. */
    proposed: (key: string) => look.preview?.profiles[tickedRoles.findIndex((role) => role.key === key)] ?? null,
    isNameInvalid: (key: string) => !isNameFine(chosen.names[key] ?? ''),
    isRegionInvalid: chosen.region !== '' && !regionForm.test(chosen.region),
  }
}

export type Addition = ReturnType<typeof useAddition>

const isNameFine = (name: string): boolean =>
  name === '' || (name.length <= profileNameLength && lineNameForm.test(name))

/** Null while nothing can be asked for. */
function wishOf(roles: readonly AddableRole[], { ticked, names, region }: Chosen): AdditionWish | null {
  const wished = roles.filter(({ key }) => ticked.includes(key))
  const areNamesFine = wished.every(({ key }) => isNameFine(names[key] ?? ''))
  if (wished.length === 0 || !areNamesFine || (region !== '' && !regionForm.test(region))) return null
  const profiles = wished.map(({ key, wish }) => ({ ...wish, name: names[key] || null }))
  return { profiles, region: region || null }
}

/** Asks main for each wish; the last one counts. What is shown stays until the next is known. */
function usePreview(wish: AdditionWish | null) {
  const { client } = useServices()
  const [look, setLook] = useState<Look>({ preview: null, problem: null })
  const asked = useRef(0)
  useEffect(() => {
    asked.current += 1
    const mine = asked.current
    if (wish === null) return setLook({ preview: null, problem: null })
    void client.call('config.preview', wish).then((answer) => {
      if (mine !== asked.current) return
      setLook(answer.ok ? { preview: answer.value, problem: null } : { preview: null, problem: answer.error })
    })
    return undefined
  }, [client, wish])
  return [look, setLook] as const
}
