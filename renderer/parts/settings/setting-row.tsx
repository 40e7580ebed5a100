import type { ReactNode } from 'react'
import type { SettingsChange } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { Select } from '../../ui/select.tsx'

interface RowProps {
  readonly title: string
  readonly help: ReactNode
  /** Where the control is: beside the words, or below them where it needs the whole width. */
  readonly place?: 'beside' | 'below'
  readonly children?: ReactNode
}

/** One setting: its name, a line about it, and its control. */
export function SettingRow({ title, help, place = 'beside', children }: RowProps) {
  return (
    <div className="setting" role="group" aria-label={title} data-place={place}>
      <div className="grow">
        <div>{title}</div>
        <div className="setting-help">{help}</div>
      </div>
      {children === undefined ? null : <div className="setting-control">{children}</div>}
    </div>
  )
}

interface ChoiceProps<V extends string> {
  readonly title: string
  readonly help: ReactNode
  readonly value: V
  /** In the order they are offered. */
  readonly values: readonly V[]
  readonly labels: Readonly<Record<V, string>>
  readonly onChange: (value: V) => void
}

/** A setting that is one choice out of a few. */
export function ChoiceRow<V extends string>({ title, help, value, values, labels, onChange }: ChoiceProps<V>) {
  const options = values.map((one) => ({ value: one, label: labels[one] }))
  return (
    <SettingRow title={title} help={help}>
      <Select label={title} value={value} options={options} onChange={onChange} />
    </SettingRow>
  )
}

/** Changes settings; each is applied at once. */
export function useChange(): (change: SettingsChange) => void {
  const actions = useActions()
  return (change) => void actions.call('settings.change', change)
}
