import {
  CircleQuestionMark,
  Copy,
  CopyPlus,
  FileText,
  FolderOpen,
  Network,
  PanelRight,
  Pencil,
  Power,
  PowerOff,
  SquareTerminal,
  Trash2,
  Unplug,
  Zap,
} from 'lucide-react'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { revealTunnel } from '../../app/reveal-tunnel.ts'
import { useServices, useWords } from '../../app/services.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { problemOfTunnel } from '../route/hop-words.ts'
import { isOn } from './tunnel-words.ts'

function SessionItems({ tunnel }: { readonly tunnel: TunnelView }) {
  const { actions: say } = useWords().tunnels
  const actions = useActions()
  const mod = useShortcut()
  const { id } = tunnel
  const open = hasOpenSession(tunnel.status) || tunnel.status.kind === 'connecting'
  return (
    <>
      {open ? (
        <MenuItem icon={<Unplug size={14} />} shortcut={mod('toggle-session')} onSelect={() => actions.disconnect(id)}>
          {say.disconnect}
        </MenuItem>
      ) : (
        <MenuItem icon={<Zap size={14} />} shortcut={mod('toggle-session')} onSelect={() => actions.connect(id)}>
          {say.connect}
        </MenuItem>
      )}
      {isOn(tunnel) ? (
        <MenuItem icon={<PowerOff size={14} />} onSelect={() => actions.listen(id, 'off')}>
          {say.stopListening}
        </MenuItem>
      ) : (
        <MenuItem icon={<Power size={14} />} onSelect={() => actions.listen(id, 'on')}>
          {say.listen}
        </MenuItem>
      )}
    </>
  )
}

/** To a network, where main asks which; and back, without a question. */
function ExposureItem({ tunnel }: { readonly tunnel: TunnelView }) {
  const { exposure: say } = useWords().tunnels
  const actions = useActions()
  const { id, exposure } = tunnel
  return exposure === undefined ? (
    <MenuItem icon={<Network size={14} />} onSelect={() => actions.expose(id)}>
      {say.ask}
    </MenuItem>
  ) : (
    <MenuItem icon={<Network size={14} />} onSelect={() => actions.conceal(id)}>
      {say.end}
    </MenuItem>
  )
}

/** Where the window can go from a tunnel, and what of it can be taken along. */
function LookItems({ tunnel }: { readonly tunnel: TunnelView }) {
  const { actions: say } = useWords().tunnels
  const actions = useActions()
  const { view } = useServices()
  const { id } = tunnel
  const show = (): void => view.setState(revealTunnel(id, 'panel'))
  const why = (): void => view.setState({ current: id, screen: { name: 'failure', id } })
  return (
    <>
      <MenuItem icon={<PanelRight size={14} />} onSelect={show}>
        {say.showRoute}
      </MenuItem>
      {problemOfTunnel(tunnel) === null ? null : (
        <MenuItem icon={<CircleQuestionMark size={14} />} onSelect={why}>
          {say.seeWhy}
        </MenuItem>
      )}
      <MenuItem icon={<FileText size={14} />} onSelect={() => void actions.copyDiagnostics(id)}>
        {say.diagnostics}
      </MenuItem>
    </>
  )
}

/** Everything that can be done with a tunnel; the same in the row, the panel and the failure page. */
export function TunnelMenuItems({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const say = words.tunnels.actions
  const actions = useActions()
  const mod = useShortcut()
  const { id } = tunnel
  const address = localAddress(tunnel.preference)
  return (
    <>
      <MenuItem icon={<Copy size={14} />} shortcut={mod('copy-address')} onSelect={() => void actions.copy(address)}>
        {words.copyOf(address)}
      </MenuItem>
      <SessionItems tunnel={tunnel} />
      <MenuItem
        icon={<SquareTerminal size={14} />}
        shortcut={mod('open-shell')}
        onSelect={() => actions.shellOn(tunnel)}
      >
        {say.shell}
      </MenuItem>
      <MenuItem icon={<FolderOpen size={14} />} onSelect={() => actions.filesOn(tunnel)}>
        {say.files}
      </MenuItem>
      <MenuSeparator />
      <LookItems tunnel={tunnel} />
      <MenuSeparator />
      <MenuItem icon={<Pencil size={14} />} shortcut={mod('edit')} onSelect={() => actions.edit(id)}>
        {say.edit}
      </MenuItem>
      <MenuItem icon={<CopyPlus size={14} />} onSelect={() => actions.newTunnel(id)}>
        {say.duplicate}
      </MenuItem>
      <ExposureItem tunnel={tunnel} />
      <MenuItem icon={<Trash2 size={14} />} tone="danger" onSelect={() => actions.askToRemove(id)}>
        {say.remove}
      </MenuItem>
    </>
  )
}
