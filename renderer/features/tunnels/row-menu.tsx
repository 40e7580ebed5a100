import type { RefObject } from 'react'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { useTunnel, useWords } from '../../app/services.ts'
import { TunnelMenuItems } from '../../parts/tunnel/tunnel-menu.tsx'
import { AnchoredMenu, type MenuAnchor } from '../../ui/menu.tsx'

export interface OpenRowMenu {
  readonly id: string
  readonly anchor: MenuAnchor
}

interface RowMenuProps {
  readonly open: OpenRowMenu | null
  readonly list: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

/** The menu of one row, wherever it was asked for. */
export function RowMenu({ open, list, onClose }: RowMenuProps) {
  const tunnel = useTunnel(open?.id ?? null)
  const words = useWords()
  if (tunnel === null || open === null) return null
  const back = (): HTMLElement | boolean =>
    list.current?.querySelector<HTMLElement>(`[data-tunnel="${open.id}"]`) ?? true
  return (
    <AnchoredMenu anchor={open.anchor} label={`${words.more}, ${fullName(tunnel)}`} onClose={onClose} finalFocus={back}>
      <TunnelMenuItems tunnel={tunnel} />
    </AnchoredMenu>
  )
}
