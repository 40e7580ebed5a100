import { ArrowDown, ArrowUp, Cable, History, PanelLeft, Settings2, SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { ShellView } from '#contract/shells.ts'
import { isLiveShell } from '#domain/shell/live.ts'
import { openSessions } from '#domain/tunnel/open-session.ts'
import type { Environment } from '#contract/tunnel.ts'
import { environmentName } from '#words/environment-name.ts'
import { IdentityButton } from '../features/identity/identity-button.tsx'
import { EnvironmentMark } from '../parts/tunnel/tunnel-marks.tsx'
import { formatRate } from '#words/format.ts'
import { IconButton } from '../ui/button.tsx'
import { Logo } from '../ui/logo.tsx'
import { letFocusGo } from '../app/let-focus-go.ts'
import { useServices, useSnapshot, useView, useWords } from '../app/services.ts'

interface NavItemProps {
  readonly icon: ReactNode
  readonly label: string
  readonly count?: number | undefined
  readonly current: boolean
  readonly pressed?: boolean
  readonly onSelect: () => void
}

function NavItem({ icon, label, count, current, pressed, onSelect }: NavItemProps) {
  return (
    <button
      type="button"
      className="nav-item"
      title={label}
      aria-current={current ? 'page' : undefined}
      aria-pressed={pressed}
      onClick={onSelect}
    >
      {icon}
      <span className="nav-label">{label}</span>
      {count === undefined || count === 0 ? null : <span className="nav-count">{count}</span>}
    </button>
  )
}

function EnvironmentItem({ environment }: { readonly environment: Environment }) {
  const words = useWords()
  const { view } = useServices()
  const { tunnels } = useSnapshot()
  const chosen = useView((state) => state.environment)
  const count = tunnels.filter((tunnel) => tunnel.definition.environment === environment.id).length
  const select = (): void =>
    view.setState({ environment: chosen === environment.id ? null : environment.id, screen: { name: 'tunnels' } })
  return (
    <NavItem
      icon={
        <span className="nav-mark">
          <EnvironmentMark environment={environment} />
        </span>
      }
      label={environmentName(environment, words)}
      count={count}
      current={false}
      pressed={chosen === environment.id}
      onSelect={select}
    />
  )
}

function Rates() {
  const words = useWords()
  const { traffic } = useServices()
  const tunnels = useStore(traffic, (state) => state.tunnels)
  const { tunnels: all, shells, files } = useSnapshot()
  const open =
    all.reduce((sum, { route }) => sum + openSessions(route[2]), 0) +
    [...shells, ...files].filter(({ status }) => status.kind === 'open').length
  const rates = [...tunnels.values()]
  const inbound = formatRate(rates.reduce((sum, one) => sum + one.latest.rateIn, 0))
  const outbound = formatRate(rates.reduce((sum, one) => sum + one.latest.rateOut, 0))
  return (
    <div className="side-foot">
      <div className="side-rates">
        <span aria-label={words.rates.in(inbound)}>
          <ArrowDown size={12} aria-hidden="true" />
          {inbound}
        </span>
        <span aria-label={words.rates.out(outbound)}>
          <ArrowUp size={12} aria-hidden="true" />
          {outbound}
        </span>
      </div>
      {words.rates.sessions(open)}
    </div>
  )
}

/** The app's name, and the switch between the whole sidebar and the rail. */
function Brand() {
  const words = useWords()
  const { view } = useServices()
  const hidden = useView((state) => state.sidebarHidden)
  return (
    <div className="title-bar">
      <span className="brand">
        <Logo size={18} />
        <span className="nav-label">Culvert</span>
      </span>
      <span className="grow" />
      <IconButton
        className="rail-toggle"
        label={hidden ? words.nav.expand : words.nav.collapse}
        aria-expanded={!hidden}
        onClick={() => view.setState({ sidebarHidden: !hidden })}
      >
        <PanelLeft size={16} />
      </IconButton>
    </div>
  )
}

const openShells = (shells: readonly ShellView[]): number => shells.filter(({ status }) => isLiveShell(status)).length

/** The screens of the window, and how much there is of each. */
function Screens() {
  const words = useWords()
  const { view } = useServices()
  const { tunnels, shells } = useSnapshot()
  const screen = useView((state) => state.screen.name)
  const showShells = (): void => {
    if (screen !== 'shells') letFocusGo()
    view.setState({ screen: { name: 'shells' } })
  }
  return (
    <>
      <NavItem
        icon={<Cable size={16} />}
        label={words.nav.tunnels}
        count={tunnels.length}
        current={screen === 'tunnels' || screen === 'failure'}
        onSelect={() => view.setState({ screen: { name: 'tunnels' }, environment: null })}
      />
      <NavItem
        icon={<SquareTerminal size={16} />}
        label={words.nav.shells}
        count={openShells(shells)}
        current={screen === 'shells'}
        onSelect={showShells}
      />
      <NavItem
        icon={<History size={16} />}
        label={words.nav.activity}
        current={['history', 'recordings', 'at-aws'].includes(screen)}
        onSelect={() => view.setState({ screen: { name: 'history' } })}
      />
      <NavItem
        icon={<Settings2 size={16} />}
        label={words.nav.settings}
        current={screen === 'settings'}
        onSelect={() => view.setState({ screen: { name: 'settings' } })}
      />
    </>
  )
}

/** Who, where and how much: identity, screens, environments, rates. Narrow windows show it as a rail. */
export function Sidebar() {
  const words = useWords()
  const { environments } = useSnapshot()
  return (
    <aside className="sidebar">
      <Brand />
      <IdentityButton />
      <nav className="nav" aria-label={words.nav.label}>
        <Screens />
      </nav>
      <div className="nav-head" id="environments">
        {words.nav.environments}
      </div>
      <div className="nav nav-environments" role="group" aria-labelledby="environments">
        {environments.map((environment) => (
          <EnvironmentItem key={environment.id} environment={environment} />
        ))}
      </div>
      <Rates />
    </aside>
  )
}
