import type { KeyboardEvent } from 'react'

interface Option<V extends string> {
  readonly value: V
  readonly label: string
  readonly count?: number
}

interface SegmentedFilterProps<V extends string> {
  readonly label: string
  readonly options: readonly Option<V>[]
  readonly value: V
  readonly onChange: (value: V) => void
}

function step(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (by === 0) return
  event.preventDefault()
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const index = buttons.findIndex((button) => button === document.activeElement)
  const next = buttons[(index + by + buttons.length) % buttons.length]
  next?.focus()
  next?.click()
}

/** A few mutually exclusive choices in one track; arrows move between them. */
export function SegmentedFilter<V extends string>({ label, options, value, onChange }: SegmentedFilterProps<V>) {
  return (
    <div className="segmented" role="group" aria-label={label} onKeyDown={step}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count === undefined ? null : <span className="count">{option.count}</span>}
        </button>
      ))}
    </div>
  )
}
