import type { MouseEvent, Ref } from 'react'

interface SwitchProps {
  readonly checked: boolean
  readonly label: string
  /** Cannot be switched; why not is said beside it. */
  readonly disabled?: '' | undefined
  readonly onChange: (checked: boolean) => void
  readonly tabIndex?: number
  readonly ref?: Ref<HTMLButtonElement>
}

/** On or off; the knob grows and moves, so that it reads without colour. */
export function Switch({ checked, label, disabled, onChange, tabIndex, ref }: SwitchProps) {
  const toggle = (event: MouseEvent): void => {
    event.stopPropagation()
    if (disabled === undefined) onChange(!checked)
  }
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={checked}
      aria-disabled={disabled === undefined ? undefined : true}
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      onClick={toggle}
      ref={ref}
    />
  )
}
