import { Ellipsis, X } from 'lucide-react'
import type { TunnelView } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { IconButton } from '../../ui/button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TunnelMenuItems } from './tunnel-menu.tsx'
import { isOn } from './tunnel-words.ts'

interface ControlsProps {
  readonly tunnel: TunnelView
  readonly onClose: () => void
}

/** What a page or a panel about one tunnel has at its top right: the switch, the menu, the way out. */
export function TunnelControls({ tunnel, onClose }: ControlsProps) {
  const words = useWords()
  const actions = useActions()
  const { id } = tunnel
  const { localPort } = tunnel.preference
  return (
    <div className="tunnel-controls">
      <Switch
        checked={isOn(tunnel)}
        label={words.tunnels.listenOn(localPort)}
        onChange={(on) => actions.listen(id, on ? 'on' : 'off')}
      />
      <ButtonMenu
        trigger={
          <IconButton label={words.more}>
            <Ellipsis size={16} />
          </IconButton>
        }
      >
        <TunnelMenuItems tunnel={tunnel} />
      </ButtonMenu>
      <IconButton label={words.close} onClick={onClose}>
        <X size={16} />
      </IconButton>
    </div>
  )
}
