import type { RefObject } from 'react'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { useTunnel, useWords } from '../../app/services.ts'
import { TunnelMenuItems } from '../../parts/tunnel/tunnel-menu.tsx'
import { AnchoredMenu, type MenuAnchor } from '../../ui/menu.tsx'
import { GroupMenuItems } from './group-menu.tsx'
import type { TunnelGroup } from './groups.ts'

export interface OpenMenu {
  /** A tunnel's id or a group's key. */
  readonly key: string
  readonly anchor: MenuAnchor
}

interface ListMenuProps {
  readonly open: OpenMenu | null
  readonly groups: readonly TunnelGroup[]
  readonly list: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

/** The menu of one row or of one group, wherever it was asked for. */
export function ListMenu({ open, groups, list, onClose }: ListMenuProps) {
  const key = open?.key ?? null
  const tunnel = useTunnel(key)
  const group = groups.find((one) => one.key === key) ?? null
  const words = useWords()
  if (open === null || (tunnel === null && group === null)) return null
  const back = (): HTMLElement | boolean => {
    const stops = list.current?.querySelectorAll<HTMLElement>('[data-tunnel], [data-head]') ?? []
    return [...stops].find(({ dataset }) => dataset['tunnel'] === key || dataset['head'] === key) ?? true
  }
  const of = tunnel === null ? (group?.account ?? '') : fullName(tunnel)
  return (
    <AnchoredMenu anchor={open.anchor} label={`${words.more}, ${of}`} onClose={onClose} finalFocus={back}>
      {tunnel === null ? null : <TunnelMenuItems tunnel={tunnel} />}
      {group === null ? null : <GroupMenuItems group={group} />}
    </AnchoredMenu>
  )
}
