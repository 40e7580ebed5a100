import { clsx } from 'clsx'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'primary' | 'secondary' | 'ghost' | 'danger'
  readonly size?: 'small' | 'normal' | 'large'
  readonly shortcut?: string | undefined
  readonly icon?: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button; primary is used once per surface. */
export function Button({
  variant = 'secondary',
  size = 'normal',
  shortcut,
  icon,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <button type="button" className={clsx('btn', className)} data-variant={variant} data-size={size} {...rest}>
      {icon}
      {children}
      {shortcut === undefined ? null : <kbd aria-hidden="true">{shortcut}</kbd>}
    </button>
  )
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Read by assistive technology and shown as the tooltip. */
  readonly label: string
  readonly ref?: Ref<HTMLButtonElement>
}

/** A 24 px button with a picture only. */
export function IconButton({ label, children, className, ...rest }: IconButtonProps) {
  return (
    <button type="button" className={clsx('icon-btn', className)} aria-label={label} title={label} {...rest}>
      {children}
    </button>
  )
}
