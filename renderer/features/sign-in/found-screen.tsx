import { Info } from 'lucide-react'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { problemText } from '#words/problem-text.ts'
import { useActions } from '../../app/actions.ts'
import { useServices, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { sourceKey } from '../../parts/account/left-out.ts'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'
import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import type { FoundOrganisation, FoundSettings } from './found-settings.ts'
import { SignInFrame } from './sign-in-frame.tsx'

/** As many faults are told here; the list of accounts has them all. */
const toldFaults = 3

interface RowProps {
  readonly mark: ReactNode
  readonly title: string
  readonly detail: ReactNode
  readonly note: string
}

function Row({ mark, title, detail, note }: RowProps) {
  return (
    <>
      {mark}
      <span>
        <b className="trunc">{title}</b>
        <span className="found-detail">{detail}</span>
      </span>
      <span className="found-note">{note}</span>
    </>
  )
}

interface ChoiceProps extends Omit<RowProps, 'mark'> {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

function Choice({ checked, onChange, ...row }: ChoiceProps) {
  const id = useId()
  return (
    <label className="found-row" htmlFor={id}>
      <Row mark={<Checkbox id={id} checked={checked} onChange={onChange} />} {...row} />
    </label>
  )
}

function Faults({ found }: { readonly found: FoundSettings }) {
  const words = useWords()
  const say = words.signIn.found
  const { faults, brokenNames } = found
  if (faults.length === 0) return null
  return (
    <div className="found-row">
      <Row
        mark={<StateGlyph glyph="failed" />}
        title={brokenNames.length === 0 ? say.faulty : brokenNames.join(words.listSeparator)}
        detail={
          <>
            {faults.slice(0, toldFaults).map((problem, index) => (
              <span key={index} className="found-fault trunc" title={problemText(problem, words, {}).sentence}>
                {problemText(problem, words, {}).sentence}
              </span>
            ))}
            {faults.length > toldFaults ? say.moreFaults(faults.length - toldFaults) : null}
          </>
        }
        note={brokenNames.length < 2 ? '' : say.profiles(brokenNames.length)}
      />
    </div>
  )
}

/** What is ticked, by the keys of its rows, and what follows from it. */
function useChoice(found: FoundSettings) {
  const organisations = found.organisations.map(({ signIn }) => sourceKey.signIn(signIn.session.name))
  // One that no profile stands on is used by nothing here, unless it is all that there is.
  const used = found.organisations.filter(({ profiles }) => profiles > 0)
  const wanted = used.length + found.others.length > 0 ? used : found.organisations
  const keys = found.keys.map(sourceKey.profile)
  const others = found.others.map(sourceKey.profile)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(
    () => new Set([...wanted.map(({ signIn }) => sourceKey.signIn(signIn.session.name)), ...others]),
  )
  const toggle = (names: readonly string[], checked: boolean): void => {
    const next = new Set(ticked)
    for (const name of names) {
      if (checked) next.add(name)
      else next.delete(name)
    }
    setTicked(next)
  }
  const isTicked = (names: readonly string[]): boolean => names.some((name) => ticked.has(name))
  const all = [...organisations, ...keys, ...others]
  const chosen = found.organisations.filter(({ signIn }) => ticked.has(sourceKey.signIn(signIn.session.name)))
  const next = chosen.find(({ signIn }) => signIn.status.kind !== 'signed-in') ?? null
  const count =
    chosen.reduce((sum, { profiles }) => sum + profiles, 0) +
    [...keys, ...others].filter((name) => ticked.has(name)).length
  return { all, keys, others, ticked, toggle, isTicked, next, count }
}

type Choosing = ReturnType<typeof useChoice>

function Organisation({ one, choice }: { readonly one: FoundOrganisation; readonly choice: Choosing }) {
  const words = useWords().signIn
  const say = words.found
  const { signIn, profiles, accounts } = one
  const keys = [sourceKey.signIn(signIn.session.name)]
  const checked = choice.isTicked(keys)
  const when =
    signIn.status.kind === 'signed-in' ? say.signedIn : choice.next === one ? say.signInNext : say.signInLater
  return (
    <Choice
      checked={checked}
      onChange={(to) => choice.toggle(keys, to)}
      title={organisationName(signIn.session)}
      detail={isConsoleSession(signIn.session) ? words.console.profile : say.organisation(profiles, accounts)}
      note={checked ? when : say.notUsed}
    />
  )
}

function Rows({ found, choice }: { readonly found: FoundSettings; readonly choice: Choosing }) {
  const words = useWords()
  const say = words.signIn.found
  const rows = [
    { names: found.others, keys: choice.others, detail: say.others },
    { names: found.keys, keys: choice.keys, detail: say.keys },
  ]
  return (
    <div className="found" role="group" aria-label={say.label}>
      {found.organisations.map((one) => (
        <Organisation key={one.signIn.session.name} one={one} choice={choice} />
      ))}
      {rows.map(({ names, keys, detail }) =>
        names.length === 0 ? null : (
          <Choice
            key={detail}
            checked={choice.isTicked(keys)}
            onChange={(to) => choice.toggle(keys, to)}
            title={names.join(words.listSeparator)}
            detail={detail}
            note={say.profiles(names.length)}
          />
        ),
      )}
      <Faults found={found} />
    </div>
  )
}

/** The first run on a computer where AWS is set up: what was found, what is wrong with it, and what to use of it. */
export function FoundScreen({ found }: { readonly found: FoundSettings }) {
  const say = useWords().signIn.found
  const actions = useActions()
  const { view } = useServices()
  const choice = useChoice(found)
  const leave = (leftOut: readonly string[]): void =>
    view.setState({ screen: { name: 'tunnels' }, usesConfig: true, leftOut })
  const use = (event: FormEvent): void => {
    event.preventDefault()
    const leftOut = choice.all.filter((key) => !choice.ticked.has(key))
    if (choice.next === null) return leave(leftOut)
    // The first run is over when somebody is signed in; whoever cancels comes back here.
    view.setState({ leftOut })
    void actions.signIn(choice.next.signIn.session.name)
  }
  return (
    <SignInFrame title={say.title} lead={say.lead(found.file, found.profiles)}>
      <form onSubmit={use}>
        <Rows found={found} choice={choice} />
        <div className="first-actions">
          <Button type="submit" variant="primary" size="large" shortcut="↵" autoFocus>
            {choice.next === null ? say.use(choice.count) : say.useAndSignIn(choice.count)}
          </Button>
          <Button variant="ghost" size="large" onClick={() => leave(choice.all)}>
            {say.without}
          </Button>
        </div>
        <p className="first-note first-hint">
          <Info size={14} aria-hidden="true" />
          <span>
            {say.hint}{' '}
            <button type="button" className="link" onClick={actions.addSignIn}>
              {say.elsewhere}
            </button>
          </span>
        </p>
      </form>
    </SignInFrame>
  )
}
