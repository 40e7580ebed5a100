import type { MouseEvent, Ref } from 'react'

interface SwitchProps {
  readonly checked: boolean
  readonly label: string
  readonly onChange: (checked: boolean) => void
  readonly tabIndex?: number
  readonly ref?: Ref<HTMLButtonElement>
}

/** On or off; the knob grows and moves, so that it reads without colour. */
export function Switch({ checked, label, onChange, tabIndex, ref }: SwitchProps) {
  const toggle = (event: MouseEvent): void => {
    event.stopPropagation()
    onChange(!checked)
  }
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={checked}
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      onClick={toggle}
      ref={ref}
    />
  )
}
