import { Dialog } from '@base-ui/react/dialog'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'

interface SheetProps {
  readonly label: string
  readonly size?: 'normal' | 'small'
  readonly role?: 'dialog' | 'alertdialog'
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined
  readonly onClose: () => void
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined
  readonly children: ReactNode
}

/** A modal surface over the window; Escape and the scrim ask to close it. Focus moves in and comes back. */
export function Sheet({
  label,
  size = 'normal',
  role = 'dialog',
  initialFocus,
  onClose,
  onKeyDown,
  children,
}: SheetProps) {
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      disablePointerDismissal={size === 'normal'}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup
          className="sheet"
          data-size={size}
          role={role}
          aria-label={label}
          initialFocus={initialFocus}
          onKeyDown={onKeyDown}
        >
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
