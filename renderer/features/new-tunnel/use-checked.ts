import { useCallback, useEffect, useState } from 'react'
import type { FormField } from './form-values.ts'
import { settleMs } from './use-port.ts'

interface Checked {
  /** Fields whose problems are shown, also while they are typed. */
  readonly shown: ReadonlySet<FormField>
  /** Fields that are being typed for the first time: half a word is not wrong yet. */
  readonly fresh: readonly FormField[]
}

const withFresh = ({ shown, fresh }: Checked): ReadonlySet<FormField> => new Set([...shown, ...fresh])

/**
 * Which fields say what is wrong with them: one that was changed, as soon as its typing has rested or another is changed. From then
 * on it says so, and that it is right, with every key.
 */
export function useChecked(): {
  readonly checked: ReadonlySet<FormField>
  readonly touch: (fields: readonly FormField[]) => void
} {
  const [state, setState] = useState<Checked>({ shown: new Set(), fresh: [] })
  const { fresh } = state
  const touch = useCallback((fields: readonly FormField[]): void => {
    setState((before) => {
      const isSame = fields.length === before.fresh.length && fields.every((field) => before.fresh.includes(field))
      const shown = isSame ? before.shown : withFresh(before)
      return { shown, fresh: fields.filter((field) => !shown.has(field)) }
    })
  }, [])
  useEffect(() => {
    if (fresh.length === 0) return undefined
    const timer = setTimeout(() => setState((before) => ({ shown: withFresh(before), fresh: [] })), settleMs)
    return () => clearTimeout(timer)
  }, [fresh])
  return { checked: state.shown, touch }
}
