import { Copy, ExternalLink } from 'lucide-react'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { HostPort } from '../../ui/host-port.tsx'
import { ButtonMenu, MenuItem } from '../../ui/menu.tsx'
import type { HopView } from './route-view.ts'

/** An address is cut in its middle; anything else at its end. */
function TitleText({ hop }: { readonly hop: HopView }) {
  const split = /^(.+):(\d+)$/.exec(hop.title)
  const [, host, port] = split ?? []
  if (hop.kind === 'endpoint' && host !== undefined && port !== undefined) {
    return (
      <span className="mono hop-address">
        <HostPort host={host} port={Number(port)} />
      </span>
    )
  }
  const session = /^(.* )(…\w+)$/.exec(hop.title)
  if (session !== null) {
    return (
      <span className="trunc">
        {session[1]}
        <span className="mono">{session[2]}</span>
      </span>
    )
  }
  return <span className={hop.mono ? 'mono trunc' : 'trunc'}>{hop.title}</span>
}

interface HopTitleProps {
  readonly hop: HopView
  /** Null where nothing can be copied or opened, as in the form. */
  readonly tunnelId: string | null
}

/** The title of a hop; with a tunnel behind it, a button with what can be copied and opened. */
export function HopTitle({ hop, tunnelId }: HopTitleProps) {
  const words = useWords()
  const actions = useActions()
  const copies = hop.copies
  if (tunnelId === null || copies === null) {
    return (
      <div className="hop-title">
        <TitleText hop={hop} />
      </div>
    )
  }
  const { kind } = hop
  const open = kind === 'session' || kind === 'target' || kind === 'endpoint' ? kind : null
  return (
    <div className="hop-title">
      <ButtonMenu
        align="start"
        trigger={
          <button type="button" className="hop-button">
            <TitleText hop={hop} />
          </button>
        }
      >
        <MenuItem icon={<Copy size={14} />} onSelect={() => void actions.copy(copies)}>
          <span className="menu-long">{words.copyOf(copies)}</span>
        </MenuItem>
        {open === null ? null : (
          <MenuItem
            icon={<ExternalLink size={14} />}
            onSelect={() => void actions.call('link.open', { to: 'console', tunnel: tunnelId, page: open })}
          >
            {words.route.openConsole}
          </MenuItem>
        )}
      </ButtonMenu>
    </div>
  )
}
