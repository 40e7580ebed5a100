import type { ReactNode } from 'react'
import { useServices } from '../../app/services.ts'
import type { Screen } from '../../app/view-store.ts'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { useActivityWords } from './use-activity-words.ts'

const parts = ['history', 'recordings', 'at-aws'] as const
type Part = (typeof parts)[number]

const screens: Readonly<Record<Part, Screen>> = {
  history: { name: 'history' },
  recordings: { name: 'recordings', open: null },
  'at-aws': { name: 'at-aws' },
}

interface ActivityHeadProps {
  /** The part that is shown. */
  readonly part: Part
  /** What can be done with all of it. */
  readonly children?: ReactNode
}

/** The toolbar of Activity: its name, the switch between its parts, and what the shown part offers. */
export function ActivityHead({ part, children }: ActivityHeadProps) {
  const words = useActivityWords()
  const { view } = useServices()
  return (
    <header className="toolbar">
      <h1>{words.title}</h1>
      <SegmentedFilter
        label={words.parts.label}
        options={parts.map((value) => ({ value, label: words.parts[value] }))}
        value={part}
        onChange={(chosen) => view.setState({ screen: screens[chosen] })}
      />
      <span className="grow" />
      {children}
    </header>
  )
}
