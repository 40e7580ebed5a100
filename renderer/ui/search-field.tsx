import { Search, X } from 'lucide-react'
import type { KeyboardEvent, Ref } from 'react'
import { IconButton } from './button.tsx'

interface SearchFieldProps {
  readonly value: string
  readonly label: string
  readonly clearLabel: string
  readonly onChange: (value: string) => void
  readonly onLeave: () => void
  readonly ref?: Ref<HTMLInputElement>
}

/** A quiet field; Escape clears it first and leaves it the second time. */
export function SearchField({ value, label, clearLabel, onChange, onLeave, ref }: SearchFieldProps) {
  const leave = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      if (value === '') onLeave()
      else onChange('')
    }
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault()
      onLeave()
    }
  }
  return (
    <div className="field-box search-field" data-quiet="">
      <Search size={14} aria-hidden="true" />
      <input
        ref={ref}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={leave}
      />
      {value === '' ? <kbd aria-hidden="true">/</kbd> : <ClearButton label={clearLabel} onClear={() => onChange('')} />}
    </div>
  )
}

function ClearButton({ label, onClear }: { readonly label: string; readonly onClear: () => void }) {
  return (
    <IconButton label={label} className="search-clear" onClick={onClear}>
      <X size={13} />
    </IconButton>
  )
}
