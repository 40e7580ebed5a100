import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'

/** A place to open a menu at: an element, or a point of the window. */
export type MenuAnchor = Element | { readonly x: number; readonly y: number }

function boxOf(anchor: MenuAnchor): Element | { getBoundingClientRect: () => DOMRect } {
  if (anchor instanceof Element) return anchor
  return { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) }
}

interface PopupProps {
  readonly anchor?: MenuAnchor | null | undefined
  readonly align?: 'start' | 'end'
  readonly label?: string | undefined
  readonly finalFocus?: (() => HTMLElement | boolean) | undefined
  readonly width?: number | undefined
  readonly children: ReactNode
}

function Popup({ anchor, align = 'end', label, finalFocus, width, children }: PopupProps) {
  const place = anchor === undefined || anchor === null ? {} : { anchor: boxOf(anchor) }
  return (
    <Base.Portal>
      <Base.Positioner className="menu-positioner" sideOffset={4} align={align} collisionPadding={8} {...place}>
        <Base.Popup
          className="menu"
          aria-label={label}
          finalFocus={finalFocus}
          style={width === undefined ? {} : { width }}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

interface ButtonMenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly align?: 'start' | 'end'
  readonly width?: number
  readonly children: ReactNode
}

/** A menu opened by its own button. */
export function ButtonMenu({ trigger, align = 'end', width, children }: ButtonMenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Popup align={align} width={width}>
        {children}
      </Popup>
    </Base.Root>
  )
}

interface AnchoredMenuProps {
  readonly anchor: MenuAnchor | null
  readonly label: string
  readonly onClose: () => void
  readonly finalFocus?: () => HTMLElement | boolean
  readonly children: ReactNode
}

/** A menu opened from code, at an element or at the pointer. */
export function AnchoredMenu({ anchor, label, onClose, finalFocus, children }: AnchoredMenuProps) {
  const align = anchor instanceof Element ? 'end' : 'start'
  return (
    <Base.Root open={anchor !== null} onOpenChange={(open) => (open ? undefined : onClose())} modal={false}>
      <Popup anchor={anchor} align={align} label={label} finalFocus={finalFocus}>
        {children}
      </Popup>
    </Base.Root>
  )
}

interface MenuItemProps {
  readonly icon?: ReactNode
  readonly shortcut?: string
  readonly tone?: 'plain' | 'danger'
  readonly disabled?: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

/** One line of a menu. */
export function MenuItem({ icon, shortcut, tone = 'plain', disabled = false, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item
      className="menu-item"
      data-danger={tone === 'danger' ? '' : undefined}
      disabled={disabled}
      onClick={onSelect}
    >
      {icon}
      <span>{children}</span>
      {shortcut === undefined ? null : <kbd aria-hidden="true">{shortcut}</kbd>}
    </Base.Item>
  )
}

interface MenuChoiceProps<T extends string> {
  readonly label: string
  readonly options: readonly T[]
  readonly value: T
  readonly nameOf: (option: T) => string
  readonly onChange: (option: T) => void
}

/** Lines of which one is chosen. */
export function MenuChoice<T extends string>({ label, options, value, nameOf, onChange }: MenuChoiceProps<T>) {
  return (
    <Base.RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(chosen: string) => {
        const option = options.find((one) => one === chosen)
        if (option !== undefined) onChange(option)
      }}
    >
      {options.map((option) => (
        <Base.RadioItem key={option} className="menu-item" value={option} closeOnClick>
          <Check size={14} aria-hidden="true" className="menu-check" data-chosen={option === value ? '' : undefined} />
          <span>{nameOf(option)}</span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="menu-separator" />
}
