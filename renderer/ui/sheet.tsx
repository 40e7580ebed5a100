import { Dialog } from '@base-ui/react/dialog'
import { useLayoutEffect, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'

interface SheetProps {
  readonly label: string
  readonly size?: 'normal' | 'small' | 'question' | 'code' | 'reading' | 'paste'
  /** Set for what needs care: a line of colour at the top says so. */
  readonly care?: '' | undefined
  readonly role?: 'dialog' | 'alertdialog'
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined
  readonly onClose: () => void
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined
  readonly children: ReactNode
}

let openSheets = 0

/** While a sheet is open nothing behind it can be reached, however fast Tab is pressed; a toast still can. */
function useInertBackground(): void {
  useLayoutEffect(() => {
    const behind = document.querySelectorAll<HTMLElement>(
      '.window > :not([role="status"], [aria-live], [role="alert"])',
    )
    const setInert = (inert: boolean): void => behind.forEach((element) => element.toggleAttribute('inert', inert))
    openSheets += 1
    setInert(true)
    return () => {
      openSheets -= 1
      if (openSheets === 0) setInert(false)
    }
  }, [])
}

/**
 * What had the focus before the sheet, to be given it back. It is looked for while the sheet is first drawn: a field in it that
 * takes the focus at once has it before anybody else could look.
 */
function useOpener(): () => Element | null {
  const [opener] = useState(() => document.activeElement)
  return () => (opener?.isConnected === true && opener !== document.body ? opener : null)
}

/** A modal surface over the window; Escape and the scrim ask to close it. Focus moves in and comes back. */
export function Sheet({
  label,
  size = 'normal',
  care,
  role = 'dialog',
  initialFocus,
  onClose,
  onKeyDown,
  children,
}: SheetProps) {
  useInertBackground()
  const opener = useOpener()
  const giveBack = (): HTMLElement | true => {
    const element = opener()
    return element instanceof HTMLElement ? element : true
  }
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
          data-care={care}
          role={role}
          aria-label={label}
          initialFocus={initialFocus}
          finalFocus={giveBack}
          onKeyDown={onKeyDown}
        >
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
