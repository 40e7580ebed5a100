import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'

interface SelectOption<V extends string> {
  readonly value: V
  readonly label: ReactNode
}

interface SelectProps<V extends string> {
  readonly value: V | null
  readonly options: readonly SelectOption<V>[]
  readonly placeholder?: string
  readonly size?: 'normal' | 'large'
  readonly id?: string | undefined
  readonly label?: string
  readonly describedBy?: string | undefined
  readonly invalid?: boolean
  readonly onChange: (value: V) => void
}

function Options<V extends string>({ options }: { readonly options: readonly SelectOption<V>[] }) {
  return (
    <Base.Portal>
      <Base.Positioner className="menu-positioner" sideOffset={4} alignItemWithTrigger={false}>
        <Base.Popup className="menu" style={{ minWidth: 'var(--anchor-width)' }}>
          {options.map((option) => (
            <Base.Item key={option.value} value={option.value} className="menu-item select-item">
              <Base.ItemText className="row-x select-value">{option.label}</Base.ItemText>
              <Base.ItemIndicator className="tick">
                <Check size={14} />
              </Base.ItemIndicator>
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

/** One choice out of a list. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { value, options, placeholder, size = 'normal', id, label, describedBy, invalid, onChange } = props
  const chosen = options.find((option) => option.value === value)
  const choose = (next: V | null): void => {
    if (next !== null) onChange(next)
  }
  return (
    <Base.Root value={value} onValueChange={choose} modal={false}>
      <Base.Trigger
        className="field-box"
        data-size={size}
        data-invalid={invalid === true ? '' : undefined}
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
      >
        <span className="select-value">{chosen?.label ?? <span className="t3">{placeholder}</span>}</span>
        <ChevronDown size={14} aria-hidden="true" />
      </Base.Trigger>
      <Options options={options} />
    </Base.Root>
  )
}
