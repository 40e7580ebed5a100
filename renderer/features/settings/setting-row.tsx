import type { ReactNode } from 'react'
import type { SettingsChange } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'

interface RowProps {
  readonly title: string
  readonly help: ReactNode
  readonly children: ReactNode
}

/** One setting: its name, a line about it, and its control. */
export function SettingRow({ title, help, children }: RowProps) {
  return (
    <div className="setting" role="group" aria-label={title}>
      <div className="grow">
        <div>{title}</div>
        <div className="setting-help">{help}</div>
      </div>
      <div className="setting-control">{children}</div>
    </div>
  )
}

/** Changes settings; each is applied at once. */
export function useChange(): (change: SettingsChange) => void {
  const actions = useActions()
  return (change) => void actions.call('settings.change', change)
}
