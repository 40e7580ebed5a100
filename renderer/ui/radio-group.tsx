import type { KeyboardEvent, ReactNode } from 'react'

interface RadioOption<V extends string> {
  readonly value: V
  readonly label: ReactNode
  readonly help?: ReactNode
}

interface RadioGroupProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly options: readonly RadioOption<V>[]
  readonly onChange: (value: V) => void
}

/** A short list of mutually exclusive choices, each with room for a line of help. */
export function RadioGroup<V extends string>({ label, value, options, onChange }: RadioGroupProps<V>) {
  const step = (event: KeyboardEvent<HTMLElement>): void => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const index = options.findIndex((option) => option.value === value)
    const next = (index + by + options.length) % options.length
    buttons[next]?.focus()
    const option = options[next]
    if (option !== undefined) onChange(option.value)
  }
  return (
    <div role="radiogroup" aria-label={label} className="radio-group" onKeyDown={step}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          className="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          <i aria-hidden="true" />
          <span>
            {option.label}
            {option.help === undefined ? null : <small>{option.help}</small>}
          </span>
        </button>
      ))}
    </div>
  )
}
