import './empty.css'
import { Plus } from 'lucide-react'
import { Fragment, useEffect } from 'react'
import type { SsoSession } from '#contract/sign-in.ts'
import { useActions } from '../../app/actions.ts'
import { useServices, useView, useWords } from '../../app/services.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'
import { HopNode } from '../../parts/route/hop-node.tsx'

const hops = ['client', 'port', 'session', 'target', 'endpoint'] as const

/** The five hops at rest. */
function RestingRoute() {
  return (
    <div className="empty-route" aria-hidden="true">
      {hops.map((kind, index) => (
        <Fragment key={kind}>
          {index === 0 ? null : <i />}
          <HopNode kind={kind} health="idle" container={false} size="large" />
        </Fragment>
      ))}
    </div>
  )
}

/** Nothing is saved yet: one line, one sentence, one thing to do. */
export function NoTunnels() {
  const words = useWords()
  const actions = useActions()
  const mod = useShortcut()
  return (
    <div className="list-empty">
      <RestingRoute />
      <h2>{words.tunnels.emptyTitle}</h2>
      <p>{words.tunnels.emptyText}</p>
      <div className="empty-actions">
        <Button
          variant="primary"
          icon={<Plus size={14} />}
          shortcut={mod('new-tunnel')}
          onClick={() => actions.newTunnel()}
        >
          {words.tunnels.newTunnel}
        </Button>
        <Button onClick={actions.pasteTunnel}>{words.form.paste.open}</Button>
      </div>
    </div>
  )
}

/** Signed in, and nothing to use: what to do about it. */
export function NoAccounts({ session }: { readonly session: SsoSession }) {
  const words = useWords()
  const say = words.accounts.none
  const actions = useActions()
  const { profiles } = useServices()
  const name = organisationName(session)
  return (
    <div className="list-empty">
      <RestingRoute />
      <h2>{say.title(name)}</h2>
      <p>{say.sentence(name)}</p>
      <div className="empty-actions">
        <Button variant="primary" onClick={() => void actions.copy(say.letter(session.startUrl), say.copied)}>
          {say.copyLetter}
        </Button>
        <Button onClick={() => void profiles.refresh()}>{say.again}</Button>
        <Button variant="ghost" onClick={actions.addSignIn}>
          {words.signIn.identity.add}
        </Button>
      </div>
    </div>
  )
}

/** The query leaves nothing. */
export function NothingMatches() {
  const words = useWords()
  const { view } = useServices()
  const search = useView((state) => state.search)
  useEffect(() => view.setState({ chosen: [] }), [view])
  const clear = (): void => view.setState({ search: '', filter: 'all', environment: null })
  return (
    <div className="list-empty">
      <h2>{search === '' ? words.tunnels.nothingHere : words.tunnels.nothingMatches(search)}</h2>
      <div className="empty-actions">
        <Button onClick={clear}>{search === '' ? words.tunnels.showAll : words.tunnels.clear}</Button>
      </div>
    </div>
  )
}
