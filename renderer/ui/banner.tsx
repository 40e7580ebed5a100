import { TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'

interface BannerProps {
  /** Beside the text; a warning sign where nothing says more. */
  readonly icon?: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
  readonly dismiss?: { readonly label: string; readonly onDismiss: () => void } | undefined
}

/** A line under the toolbar that stays until it is not true any more. */
export function Banner({ icon, children, actions, dismiss }: BannerProps) {
  return (
    <div className="banner" role="status">
      {icon ?? <TriangleAlert size={15} aria-hidden="true" />}
      <span className="grow">{children}</span>
      {actions}
      {dismiss === undefined ? null : (
        <IconButton label={dismiss.label} onClick={dismiss.onDismiss}>
          <X size={15} />
        </IconButton>
      )}
    </div>
  )
}
