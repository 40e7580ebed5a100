import { useRef, useState } from 'react'
import type { ProfileView } from '#contract/sign-in.ts'
import { profileKey } from '../../app/profile-store.ts'
import type { FormField, FormValues } from './form-values.ts'
import type { LeftOut, PastedValues } from '#domain/pasted/pasted.ts'
import { readPasted } from '#domain/pasted/read-pasted.ts'

/** What came of a paste. The text itself is never kept: it may hold a password. */
export type PasteOutcome =
  | { readonly state: 'filled'; readonly fields: readonly FormField[]; readonly leftOut: readonly LeftOut[] }
  | { readonly state: 'unknown' }

interface Form {
  readonly values: FormValues
  readonly profiles: readonly ProfileView[]
  readonly change: (part: Partial<FormValues>) => void
}

/** A command names a profile of `~/.aws/config`; an account that is listed under that name will do as well. */
function findProfile(name: string, profiles: readonly ProfileView[]): string | null {
  const named = profiles.find(({ ref }) => ref.type === 'named' && ref.name === name)
  const found = named ?? profiles.find(({ title }) => title === name)
  return found === undefined ? null : profileKey(found.ref)
}

/** A name that was typed stays; one that came from an earlier paste makes room for the next. */
function keepTyped(pasted: PastedValues, values: FormValues, earlier: PastedValues): PastedValues {
  const { name, label, ...rest } = pasted
  const isFree = (field: 'name' | 'label'): boolean => values[field] === '' || values[field] === earlier[field]
  return {
    ...rest,
    ...(name !== undefined && isFree('name') ? { name } : {}),
    ...(label !== undefined && isFree('label') ? { label } : {}),
  }
}

/** The line that strings are typed into. What is typed is in it and nowhere else; known is only that there is something. */
function useTyped() {
  const line = useRef<HTMLInputElement>(null)
  const [isUnread, setUnread] = useState(false)
  return {
    line,
    /** Something was typed and is not read yet. */
    isUnread,
    note: (): void => setUnread(line.current?.value.trim() !== ''),
    text: (): string => line.current?.value.trim() ?? '',
    clear: (): void => {
      if (line.current !== null) line.current.value = ''
      setUnread(false)
    },
  }
}

/** Fills the form from what the user has at hand, and tells what it did and what it could not use. */
export function usePaste({ values, profiles, change }: Form, opensAtOnce: 'open' | 'closed') {
  const [isOpen, setOpen] = useState(opensAtOnce === 'open')
  const [outcome, setOutcome] = useState<PasteOutcome | null>(null)
  const typed = useTyped()
  const earlier = useRef<PastedValues>({})
  const take = (text: string): void => {
    typed.clear()
    const pasted = readPasted(text)
    setOpen(true)
    if (pasted === null) return setOutcome({ state: 'unknown' })
    const profile = pasted.profile === null ? null : findProfile(pasted.profile, profiles)
    const isLost = pasted.profile !== null && profile === null
    const filled = { ...keepTyped(pasted.values, values, earlier.current), ...(profile === null ? {} : { profile }) }
    earlier.current = pasted.values
    change(filled)
    setOutcome({
      state: 'filled',
      fields: Object.keys(filled) as FormField[],
      leftOut: [...pasted.leftOut, ...(isLost ? [{ what: 'profile', name: pasted.profile ?? '' } as const] : [])],
    })
  }
  return {
    isOpen,
    outcome,
    take,
    typed,
    /** Reads what was typed. False when there is nothing. */
    takeTyped: (): boolean => {
      const text = typed.text()
      if (text !== '') take(text)
      return text !== ''
    },
    toggle: (): void => {
      setOpen(!isOpen)
      setOutcome(null)
      typed.clear()
    },
  }
}

export type Paste = ReturnType<typeof usePaste>

const isHost = (text: string): boolean => /^[\w.-]*$|^[\da-f]*(?::[\da-f.]*){2,}$/i.test(text.trim())

/** True for a text that is more than a host. It is read wherever it is pasted, and never stays as it is: it may hold a password. */
export const isMoreThanHost = (text: string): boolean => !isHost(text)

/** The same for one that was typed: what is only mistyped stays, to be put right. */
export const isTypedString = (text: string): boolean =>
  !isHost(text) && (/[@=]|:\/\//.test(text) || readPasted(text) !== null)
