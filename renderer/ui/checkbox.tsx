interface CheckboxProps {
  readonly id: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** A box to tick, inside the label that names it. */
export function Checkbox({ id, checked, onChange }: CheckboxProps) {
  return (
    <input
      id={id}
      type="checkbox"
      className="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}
