import { Globe } from 'lucide-react'
import { deviceName } from '#domain/mfa/code.ts'
import { outstandingOf } from '#domain/ending/outstanding.ts'
import { remedyOf } from '#domain/problem/traits.ts'
import type { MfaView } from '#contract/mfa.ts'
import type { Problem, ProblemDetails } from '#contract/problem.ts'
import type { Notice } from '#contract/snapshot.ts'
import type { SignInView } from '#contract/sign-in.ts'
import { useActions } from '../../app/actions.ts'
import { revealTunnel } from '../../app/reveal-tunnel.ts'
import { useNow } from '../../app/clock.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { problemText } from '#words/problem-text.ts'
import { spanText } from '#words/span.ts'
import { outstandingText } from '#words/waits-to-quit.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { organisationName } from '../sign-in/organisation-name.ts'
import { signInNeed } from '../sign-in/sign-in-need.ts'
import { useUsedSignIns } from '../sign-in/used-sign-ins.ts'

/** The folder that a problem is about, if there is one to look into. */
function folderOf(problem: Problem): 'catalog' | 'sign-ins' | null {
  if (problem.code === 'PROFILE_INVALID') return 'sign-ins'
  if (problem.code === 'TOKEN_NOT_WRITTEN' || problem.code === 'TOKEN_NOT_REMOVED')
    return problem.details.file === undefined ? null : 'sign-ins'
  return remedyOf(problem) === 'open-folder' ? 'catalog' : null
}

interface RefusalBannerProps {
  readonly refused: ProblemDetails['CLIENT_REFUSED']
  readonly onDismiss: () => void
}

function RefusalBanner({ refused, onDismiss }: RefusalBannerProps) {
  const words = useWords()
  const { view } = useServices()
  const show = (): void => {
    view.setState(revealTunnel(refused.tunnelId, 'events'))
    onDismiss()
  }
  return (
    <Banner
      icon={<Globe size={15} aria-hidden="true" />}
      dismiss={{ label: words.dismiss, onDismiss }}
      actions={
        <Button size="small" onClick={show}>
          {words.banner.show}
        </Button>
      }
    >
      {words.lead(words.refusals.tried(refused))} {words.refusals.refused(refused)}
    </Banner>
  )
}

function NoticeBanner({ notice }: { readonly notice: Notice }) {
  const words = useWords()
  const actions = useActions()
  const text = problemText(notice.problem, words, {})
  const folder = folderOf(notice.problem)
  const dismiss = (): void => void actions.call('app.dismissNotice', { id: notice.id })
  if (notice.problem.code === 'CLIENT_REFUSED')
    return <RefusalBanner refused={notice.problem.details} onDismiss={dismiss} />
  return (
    <Banner
      dismiss={{ label: words.dismiss, onDismiss: dismiss }}
      actions={
        folder === null ? null : (
          <Button size="small" onClick={() => void actions.call('app.revealFolder', { folder })}>
            {words.remedies['open-folder']}
          </Button>
        )
      }
    >
      <b>{words.lead(text.headline)}</b> <Sentence text={text.sentence} />
    </Banner>
  )
}

function SignInBanner({ signIn, now }: { readonly signIn: SignInView; readonly now: number }) {
  const words = useWords()
  const actions = useActions()
  const { view } = useServices()
  const name = signIn.session.name
  const need = signInNeed(signIn, now)
  if (need === 'waiting') {
    return (
      <Banner
        actions={
          <Button size="small" onClick={() => view.setState({ screen: { name: 'sign-in', session: name } })}>
            {words.banner.show}
          </Button>
        }
      >
        {words.banner.waiting(organisationName(signIn.session))}
      </Banner>
    )
  }
  const ending = need === 'ending' && signIn.status.kind === 'signed-in'
  return (
    <Banner
      actions={
        <Button size="small" onClick={() => void actions.signIn(name)}>
          {ending ? words.banner.renew : words.signIn.identity.signIn}
        </Button>
      }
    >
      {signIn.status.kind === 'signed-in'
        ? words.banner.ending(spanText(words, signIn.status.expiresAt - now))
        : words.banner.signedOut(organisationName(signIn.session))}
    </Banner>
  )
}

/** True where a code was asked for, and nobody gave one: it is for the person to ask for the next. */
const isLetGo = ({ status }: MfaView): boolean => status.kind === 'failed' && status.problem.code === 'MFA_NOT_ANSWERED'

function CodeBanner({ device: { id, profile, serial } }: { readonly device: MfaView }) {
  const { mfa } = useWords()
  const actions = useActions()
  return (
    <Banner
      actions={
        <Button size="small" onClick={() => void actions.enterCode(id)}>
          {mfa.enterCode}
        </Button>
      }
    >
      {mfa.needed(profile, deviceName(serial))}
    </Banner>
  )
}

/** The app quits by itself, and what it waits for. */
function QuitBanner() {
  const words = useWords()
  const actions = useActions()
  const left = outstandingText(outstandingOf(useSnapshot()), words)
  return (
    <Banner
      actions={
        <Button size="small" onClick={() => void actions.call('app.keepRunning')}>
          {words.ending.keepRunning}
        </Button>
      }
    >
      {words.ending.waitsToQuit(left)}
    </Banner>
  )
}

/** What main has to say that belongs to no tunnel. */
export function Notices() {
  const { notices } = useSnapshot()
  return notices.map((notice) => <NoticeBanner key={notice.id} notice={notice} />)
}

/** What the user should know above the list: no network, a sign-in that needs them, notices from main. */
export function Banners() {
  const words = useWords()
  const { app, online, signIns, mfaDevices } = useSnapshot()
  const now = useNow(30_000)
  const used = useUsedSignIns()
  const needy = signIns.filter((signIn) => used.has(signIn.session.name) && signInNeed(signIn, now) !== 'nothing')
  return (
    <>
      {app.quitsWhenFinished ? <QuitBanner /> : null}
      {online ? null : <Banner>{words.banner.offline}</Banner>}
      {needy.map((signIn) => (
        <SignInBanner key={signIn.session.name} signIn={signIn} now={now} />
      ))}
      {mfaDevices.filter(isLetGo).map((device) => (
        <CodeBanner key={device.id} device={device} />
      ))}
      <Notices />
    </>
  )
}
