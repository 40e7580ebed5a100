import './identity.css'
import { Building2, ChevronsUpDown, KeyRound, LogIn, LogOut, Plus, RotateCw } from 'lucide-react'
import { Fragment, type ComponentPropsWithRef } from 'react'
import type { SignInView } from '#contract/sign-in.ts'
import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useServices, useSnapshot, useView, useWords } from '../../app/services.ts'
import type { Messages } from '#words/messages.ts'
import { ButtonMenu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'
import { SignInMark } from '../../parts/sign-in/sign-in-mark.tsx'
import { spokesmanOf, type Spokesman } from '../../parts/sign-in/sign-in-need.ts'
import { signInText } from '../../parts/sign-in/sign-in-text.ts'
import { useUsedSignIns } from '../../parts/sign-in/used-sign-ins.ts'

/** Two letters of a session's name: `harborline` → HA, `acme-eu` → AE; one where it has no Latin ones: サ. */
function initials(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  // Two letters of a script with wide ones would run from edge to edge.
  if (words.length === 0) return name.slice(0, 1)
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => word.charAt(0)) : [name.slice(0, 2)]
  return letters.join('').toUpperCase()
}

/** Only a sign-in that renews itself says so; the others show when they end. */
const renewal = (signIn: SignInView, words: Messages): string[] =>
  signIn.status.kind === 'signed-in' && signIn.status.renewable ? [words.signIn.identity.renews] : []

/** Whose it is, once that is known. */
const person = ({ person: name }: SignInView): string[] => (name === undefined ? [] : [name])

function SignInItems({ signIn }: { readonly signIn: SignInView }) {
  const { identity } = useWords().signIn
  const actions = useActions()
  const { view } = useServices()
  const { name } = signIn.session
  if (signIn.status.kind === 'signed-in') {
    return (
      <>
        <MenuItem icon={<RotateCw size={14} />} onSelect={() => void actions.renew(name)}>
          {identity.renew}
        </MenuItem>
        <MenuItem icon={<LogOut size={14} />} onSelect={() => actions.signOut(name)}>
          {identity.signOut}
        </MenuItem>
      </>
    )
  }
  const waiting = signIn.status.kind === 'waiting-browser' || signIn.status.kind === 'waiting-device-code'
  const show = (): void => view.setState({ screen: { name: 'sign-in', session: name } })
  return (
    <>
      <MenuItem icon={<LogIn size={14} />} onSelect={() => (waiting ? show() : void actions.signIn(name))}>
        {waiting ? identity.waiting : identity.signIn}
      </MenuItem>
      {waiting || isConsoleSession(signIn.session) ? null : (
        <MenuItem icon={<KeyRound size={14} />} onSelect={() => void actions.signIn(name, 'device-code')}>
          {identity.signInWithCode}
        </MenuItem>
      )}
    </>
  )
}

interface TriggerProps extends ComponentPropsWithRef<'button'> {
  readonly spokesman: Spokesman | null
  readonly now: number
}

/** What the menu opens from: the sign-in that needs the user most. The menu's own properties go to the button. */
function Trigger({ spokesman, now, ...button }: TriggerProps) {
  const first = spokesman?.signIn ?? null
  const words = useWords()
  const { app } = useSnapshot()
  const { identity } = words.signIn
  const name = app.sandbox ? identity.sandbox : first === null ? identity.none : organisationName(first.session)
  const state = first === null ? identity.none : signInText(first, words, now)
  const who = first?.person
  const screen = useView((state) => state.screen.name)
  return (
    <button {...button} type="button" className="identity" data-current={screen === 'accounts' ? '' : undefined}>
      <span className="visually-hidden">{`${identity.label}${words.listSeparator}`}</span>
      <span className="avatar" data-outlined={app.sandbox || first === null ? '' : undefined} aria-hidden="true">
        {initials(first === null && !app.sandbox ? '–' : name)}
      </span>
      <span className="identity-who">
        <span className="identity-name trunc">{name}</span>
        <span className="identity-state">
          {spokesman === null ? null : <SignInMark {...spokesman} now={now} />}
          <span className="trunc">{first === null ? identity.addFirst : state}</span>
        </span>
        {who === undefined ? null : (
          <span className="identity-person trunc" title={who}>
            {who}
          </span>
        )}
      </span>
      <ChevronsUpDown size={14} className="identity-open t3" />
    </button>
  )
}

/** Who is signed in, and for how long; opens the account menu. */
export function IdentityButton() {
  const words = useWords()
  const actions = useActions()
  const { signIns } = useSnapshot()
  const used = useUsedSignIns()
  const now = useNow(30_000)
  const { identity } = words.signIn
  return (
    <ButtonMenu align="start" trigger={<Trigger spokesman={spokesmanOf(signIns, used, now)} now={now} />}>
      {signIns.map((signIn) => (
        <Fragment key={signIn.session.name}>
          <div className="menu-label">
            {[
              organisationName(signIn.session),
              ...person(signIn),
              signInText(signIn, words, now),
              ...renewal(signIn, words),
            ].join(words.listSeparator)}
          </div>
          <SignInItems signIn={signIn} />
          <MenuSeparator />
        </Fragment>
      ))}
      <MenuItem icon={<Building2 size={14} />} onSelect={() => actions.show({ name: 'accounts' })}>
        {words.accounts.page.menu}
      </MenuItem>
      <MenuItem icon={<Plus size={14} />} onSelect={actions.addSignIn}>
        {signIns.length === 0 ? identity.addFirst : identity.add}
      </MenuItem>
    </ButtonMenu>
  )
}
