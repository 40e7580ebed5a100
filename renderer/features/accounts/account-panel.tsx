import './account-panel.css'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { TargetPlace } from '#contract/targets.ts'
import { useActions } from '../../app/actions.ts'
import { useProfiles, useServices, useSnapshot, useWords } from '../../app/services.ts'
import { EnvironmentTag } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import type { AccountLine, AccountRole } from './account-lines.ts'
import { numberOf, roleName } from './account-words.ts'
import { AddProfiles } from './add-profiles.tsx'
import { addableRoles } from './use-addition.ts'

interface AccountPanelProps {
  readonly line: AccountLine
  readonly onClose: () => void
}

function RoleLabel({ role }: { readonly role: AccountRole }) {
  const words = useWords()
  return (
    <span className="account-role">
      <span className="trunc">{roleName(role, words)}</span>
      {role.tunnels === 0 ? null : <span className="t3 num">{words.accounts.page.tunnels(role.tunnels)}</span>}
    </span>
  )
}

/** Which role is used unless another one is chosen; the order stays while one chooses. */
function UsualRole({ line }: Pick<AccountPanelProps, 'line'>) {
  const { view } = useServices()
  const words = useWords()
  const { page } = words.accounts
  const nameOf = (role: AccountRole): string => roleName(role, words)
  const roles = line.roles.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)))
  const choose = (key: string): void =>
    view.setState(({ usualRoles }) => ({ usualRoles: { ...usualRoles, [line.key]: key } }))
  return (
    <section className="panel-section">
      <h3 className="section-head">{page.usual}</h3>
      <RadioGroup
        label={page.usual}
        value={line.roles[0].key}
        options={roles.map((role) => ({ value: role.key, label: <RoleLabel role={role} /> }))}
        onChange={choose}
      />
    </section>
  )
}

function AlsoNamed({ line }: Pick<AccountPanelProps, 'line'>) {
  const { page } = useWords().accounts
  if (line.named.length === 0) return null
  return (
    <section className="panel-section">
      <h3 className="section-head">
        {page.alsoNamed}
        <span className="section-side">{page.profiles(line.named.length)}</span>
      </h3>
      <ul className="account-names">
        {line.named.map(({ name, region }) => (
          <li key={name}>
            <span className="mono">{name}</span>
            {region === null || region === line.region ? null : <span className="t3"> {page.otherRegion(region)}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The way to a profile that other tools can use, for permission sets that a sign-in lists. */
function AddToFile({ line }: Pick<AccountPanelProps, 'line'>) {
  const { profileAdditions: say } = useWords()
  const file = useProfiles((state) => state.file)
  const [isOpen, setOpen] = useState(false)
  if (addableRoles(line).length === 0) return null
  return (
    <section className="panel-section">
      <Button size="small" className="account-to-file" onClick={() => setOpen(true)}>
        <span className="trunc">{say.open(file)}</span>
      </Button>
      {isOpen ? <AddProfiles line={line} onClose={() => setOpen(false)} /> : null}
    </section>
  )
}

/** What can be begun in an account, in its usual role. */
function useBeginnings({ roles: [role], environment, region, signIn }: AccountLine) {
  const actions = useActions()
  const { view } = useServices()
  const { signIns } = useSnapshot()
  const usual = useProfiles((state) => state.region)
  const session = signIns.find(({ session: { name } }) => name === signIn)?.session
  const place = { profile: role.profile.ref, region: region ?? usual ?? session?.region ?? '' } satisfies TargetPlace
  return {
    newTunnel: (): void => {
      const starts = { profile: role.key, environment: environment?.id ?? null }
      view.setState({ overlay: { name: 'new-tunnel', from: null, starts } })
    },
    showTargets:
      place.region === ''
        ? null
        : async (): Promise<void> => {
            if ((await actions.call('target.addPlace', place)) !== null) actions.chooseShell()
          },
  }
}

/** One account beside the list: its roles, its names, and what can be begun in it. */
export function AccountPanel({ line, onClose }: AccountPanelProps) {
  const words = useWords()
  const { page } = words.accounts
  const { newTunnel, showTargets } = useBeginnings(line)
  const facts = [numberOf(line), line.region ?? ''].filter((part) => part !== '')
  return (
    <aside className="account-panel" aria-label={line.title}>
      <header className="account-panel-head">
        <h2>
          <span className="trunc">{line.title}</span>
          {line.environment === null ? null : <EnvironmentTag environment={line.environment} />}
        </h2>
        <p className="t3 num">{facts.join(words.listSeparator)}</p>
        <IconButton className="account-panel-close" label={words.close} onClick={onClose}>
          <X size={16} />
        </IconButton>
      </header>
      <div className="account-panel-body">
        <UsualRole line={line} />
        <AlsoNamed line={line} />
        <AddToFile line={line} />
      </div>
      <footer className="account-panel-foot">
        <Button onClick={newTunnel}>{page.newTunnel}</Button>
        {showTargets === null ? null : <Button onClick={() => void showTargets()}>{page.showTargets}</Button>}
      </footer>
    </aside>
  )
}
