import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { remedyOf } from '#domain/problem/traits.ts'
import { Copy, ExternalLink } from 'lucide-react'
import type { Remedy } from '#contract/problem.ts'
import type { SignInStatus, SignInView } from '#contract/sign-in.ts'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useWords } from '../../app/services.ts'
import { formatStopwatch } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'
import { SignInFrame } from './sign-in-frame.tsx'

type Waiting = Extract<SignInStatus, { kind: 'waiting-browser' | 'waiting-device-code' }>

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

function CodeBox({ code }: { readonly code: string }) {
  const words = useWords()
  const actions = useActions()
  return (
    <div className="code-box">
      <output className="mono" aria-label={code.split('').join(' ')}>
        {code}
      </output>
      <Button
        size="small"
        variant="ghost"
        icon={<Copy size={14} />}
        onClick={() => void actions.copy(code, words.signIn.codeCopied)}
      >
        {words.copy}
      </Button>
    </div>
  )
}

function Steps({ signIn, status }: { readonly signIn: SignInView; readonly status: Waiting }) {
  const words = useWords().signIn
  const now = useNow(1_000)
  const host = hostOf(signIn.session.startUrl)
  const browser = status.kind === 'waiting-browser'
  return (
    <ul className="sign-in-steps">
      <li>
        <StateGlyph glyph="ready" />
        <span>{browser ? words.opened(host) : words.registered(host)}</span>
      </li>
      <li data-current="">
        <StateGlyph glyph="connecting" />
        <span>{isConsoleSession(signIn.session) ? words.console.waiting : words.waiting}</span>
        <span className="num t3">{words.left(formatStopwatch(status.expiresAt - now))}</span>
      </li>
      {isConsoleSession(signIn.session) ? null : (
        <li data-later="">
          <StateGlyph glyph="unknown" />
          <span>{words.readAccounts}</span>
        </li>
      )}
    </ul>
  )
}

/** Where the browser goes, and what comes of it. */
export const leadOf = ({ session }: SignInView, { signIn }: Messages): string =>
  isConsoleSession(session) ? signIn.console.lead : signIn.leadFor

/** Where no page comes back to: a code, which the console does not know. */
function WithoutBrowser({ signIn }: { readonly signIn: SignInView }) {
  const words = useWords()
  const actions = useActions()
  if (isConsoleSession(signIn.session)) return null
  return (
    <p className="first-note">
      {words.signIn.noBrowser}{' '}
      <button type="button" className="link" onClick={() => void actions.signIn(signIn.session.name, 'device-code')}>
        {words.remedies['use-device-code']}
      </button>
    </p>
  )
}

/** AWS was asked where to sign in, and has not answered yet. */
export function SignInStarting({ signIn }: { readonly signIn: SignInView }) {
  const words = useWords()
  const actions = useActions()
  const { name, startUrl } = signIn.session
  return (
    <SignInFrame title={words.signIn.titleFor(organisationName(signIn.session))} lead={leadOf(signIn, words)}>
      <ul className="sign-in-steps">
        <li data-current="">
          <StateGlyph glyph="connecting" />
          <span>{words.signIn.asking(hostOf(startUrl))}</span>
        </li>
      </ul>
      <div className="first-actions">
        <Button size="large" variant="ghost" shortcut="esc" onClick={() => actions.cancelSignIn(name)}>
          {words.cancel}
        </Button>
      </div>
    </SignInFrame>
  )
}

/** The sign-in goes on in the browser: with a code to compare, or with the page that comes back by itself. */
export function SignInWaiting({ signIn, status }: { readonly signIn: SignInView; readonly status: Waiting }) {
  const words = useWords()
  const actions = useActions()
  const { name } = signIn.session
  const code = status.kind === 'waiting-device-code'
  return (
    <SignInFrame
      title={code ? words.signIn.codeTitle : words.signIn.confirmTitle}
      lead={
        code
          ? words.signIn.codeLead
          : isConsoleSession(signIn.session)
            ? words.signIn.console.confirmLead(organisationName(signIn.session))
            : words.signIn.confirmLead
      }
    >
      {code ? <CodeBox code={status.userCode} /> : null}
      <Steps signIn={signIn} status={status} />
      <div className="first-actions">
        <Button size="large" icon={<ExternalLink size={14} />} onClick={() => actions.openSignInPage(name)}>
          {words.signIn.openAgain}
        </Button>
        <Button size="large" variant="ghost" shortcut="esc" onClick={() => actions.cancelSignIn(name)}>
          {words.cancel}
        </Button>
      </div>
      {code ? (
        <p className="first-note">
          {words.signIn.elsewhere} <span className="mono">{status.url.replace(/^https?:\/\//, '')}</span>{' '}
          {words.signIn.elsewhereEnd}
        </p>
      ) : (
        <WithoutBrowser signIn={signIn} />
      )}
    </SignInFrame>
  )
}

/** What helps comes first: another address, a code, or the same again. */
function FailedActions({ name, remedy }: { readonly name: string; readonly remedy: Remedy }) {
  const words = useWords()
  const actions = useActions()
  const wrongAddress = remedy === 'edit-tunnel'
  const code = { label: words.remedies['use-device-code'], run: () => void actions.signIn(name, 'device-code') }
  const again = { label: words.signIn.retry, run: () => void actions.signIn(name) }
  const change = { label: words.signIn.change, run: actions.addSignIn }
  const [first, second] = wrongAddress ? [change, again] : remedy === 'use-device-code' ? [code, change] : [again, code]
  return (
    <>
      <Button variant="primary" size="large" autoFocus onClick={first.run}>
        {first.label}
      </Button>
      <Button size="large" onClick={second.run}>
        {second.label}
      </Button>
      {first === again ? (
        <Button variant="ghost" size="large" onClick={change.run}>
          {change.label}
        </Button>
      ) : null}
    </>
  )
}

/** The sign-in did not work: what happened, and how to go on. */
export function SignInFailed({
  signIn,
  status,
}: {
  readonly signIn: SignInView
  readonly status: Extract<SignInStatus, { kind: 'failed' }>
}) {
  const words = useWords()
  const actions = useActions()
  const { name } = signIn.session
  const said = problemText(status.problem, words, { session: name })
  return (
    <SignInFrame title={said.headline} lead={said.sentence}>
      <div className="first-actions">
        {isConsoleSession(signIn.session) ? (
          <Button variant="primary" size="large" autoFocus onClick={() => void actions.signIn(name)}>
            {words.signIn.retry}
          </Button>
        ) : (
          <FailedActions name={name} remedy={remedyOf(status.problem)} />
        )}
      </div>
    </SignInFrame>
  )
}
