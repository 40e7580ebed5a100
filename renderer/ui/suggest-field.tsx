import { Autocomplete as Base } from '@base-ui/react/autocomplete'
import { ChevronDown } from 'lucide-react'
import { useState, type ReactNode } from 'react'

export interface Suggestion {
  readonly value: string
  /** What is searched besides the value. */
  readonly text: string
  readonly label: ReactNode
}

interface SuggestFieldProps {
  readonly value: string
  readonly suggestions: readonly Suggestion[]
  /** Said about the value, at the end of the field. */
  readonly note?: string | undefined
  readonly openLabel: string
  readonly size?: 'normal' | 'large'
  readonly id?: string | undefined
  readonly describedBy?: string | undefined
  readonly invalid?: boolean
  readonly onChange: (value: string) => void
  readonly onLeave?: () => void
}

function Suggestions() {
  return (
    <Base.Portal>
      <Base.Positioner className="menu-positioner" sideOffset={6} align="start" collisionPadding={8}>
        <Base.Popup className="menu" style={{ minWidth: 'var(--anchor-width)' }}>
          <Base.List>
            {(one: Suggestion) => (
              <Base.Item key={one.value} value={one} className="menu-item">
                <span className="row-x select-value">{one.label}</span>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

/** A line of text with suggestions: what is typed counts, whether it is among them or not. */
export function SuggestField(props: SuggestFieldProps) {
  const { value, suggestions, note, openLabel, size = 'normal', id, describedBy, invalid, onChange, onLeave } = props
  const [typed, setTyped] = useState(false)
  const sought = value.trim().toLowerCase()
  // What stands there already is no search: whoever opens the list sees all of it.
  const found = typed
    ? suggestions.filter((one) => `${one.value} ${one.text}`.toLowerCase().includes(sought))
    : suggestions
  return (
    <Base.Root
      items={suggestions}
      filteredItems={found}
      value={value}
      itemToStringValue={(one: Suggestion) => one.value}
      onValueChange={(next, { reason }) => {
        setTyped(reason === 'input-change')
        onChange(next)
      }}
      onOpenChange={(open) => (open ? undefined : setTyped(false))}
      openOnInputClick
    >
      <Base.InputGroup className="field-box" data-size={size} data-invalid={invalid === true ? '' : undefined}>
        <Base.Input
          id={id}
          className="mono"
          spellCheck={false}
          aria-describedby={describedBy}
          aria-invalid={invalid === true}
          onBlur={onLeave}
        />
        {note === undefined ? null : <span className="field-note trunc">{note}</span>}
        <Base.Trigger className="field-open" aria-label={openLabel}>
          <ChevronDown size={14} aria-hidden="true" />
        </Base.Trigger>
      </Base.InputGroup>
      {found.length === 0 ? null : <Suggestions />}
    </Base.Root>
  )
}
