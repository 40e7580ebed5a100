import { type RefObject } from 'react'

const places = [0, 1, 2, 3, 4, 5] as const

interface CodeFieldProps {
  readonly label: string
  readonly value: string
  readonly state: 'asking' | 'refused' | 'checking'
  readonly describedBy: string
  readonly inputRef: RefObject<HTMLInputElement | null>
  readonly onChange: (digits: string) => void
}

/** The digits in what was typed or pasted, at most six; wide ones of an input method, too. */
function digitsIn(typed: string): string {
  return typed.normalize('NFKC').replace(/\D/g, '').slice(0, places.length)
}

/** Six places for six digits; one field lies over them, so that a code can be pasted, and is read as one. */
export function CodeField({ label, value, state, describedBy, inputRef, onChange }: CodeFieldProps) {
  return (
    <div className="code-field" data-state={state}>
      <input
        ref={inputRef}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={state === 'refused'}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        // A code that is pasted has blanks in it; they are taken out before the six are counted.
        maxLength={16}
        readOnly={state === 'checking'}
        value={value}
        onChange={(event) => onChange(digitsIn(event.target.value))}
      />
      {places.map((place) => (
        <span key={place} className="code-place" data-at={place === value.length ? '' : undefined} aria-hidden="true">
          {value[place] ?? (place === value.length ? <i className="code-caret" /> : null)}
        </span>
      ))}
    </div>
  )
}
