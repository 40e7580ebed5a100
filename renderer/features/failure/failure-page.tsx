import './failure-page.css'
import { ChevronRight, Copy, Mail, RotateCw, Timer } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { Problem } from '#contract/problem.ts'
import { otherWaysOf, remedyOf } from '#domain/problem/traits.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { useNow } from '../../app/clock.ts'
import { useEscape } from '../../app/global-keys.ts'
import { useEnvironment, useProfiles, useServices, useWords } from '../../app/services.ts'
import { formatTimeWithSeconds } from '#words/format.ts'
import { problemText, rawMessage } from '#words/problem-text.ts'
import { surroundingsOf } from '#words/surroundings.ts'
import { countdownText } from '#words/span.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { Banners } from '../../parts/notices/banners.tsx'
import { HorizontalRoute } from '../../parts/route/horizontal-route.tsx'
import { problemOfTunnel, routeView } from '../../parts/route/route-view.ts'
import { VerticalRoute } from '../../parts/route/vertical-route.tsx'
import { Timeline } from '../../parts/tunnel/timeline.tsx'
import { accountName } from '../../parts/tunnel/account.ts'
import { ToldClients } from '../../parts/tunnel/told-clients.tsx'
import { TunnelGlyph } from '../../parts/tunnel/tunnel-glyph.tsx'
import { EnvironmentTag, KindBadge, PortChip, productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { TunnelControls } from '../../parts/tunnel/tunnel-controls.tsx'
import { isOn } from '../../parts/tunnel/tunnel-words.ts'
import { hasRequest, remedyLabel } from '../../parts/tunnel/remedy-label.ts'
import { isRetry } from '../../parts/tunnel/retries.ts'
import { Steps } from './steps.tsx'

interface PageProps {
  readonly tunnel: TunnelView
}

function useBack(): () => void {
  const { view } = useServices()
  return () => view.setState({ screen: { name: 'tunnels' } })
}

function Toolbar({ tunnel }: PageProps) {
  const words = useWords()
  const back = useBack()
  const { kind } = tunnel.definition
  const environment = useEnvironment(tunnel)
  return (
    <header className="toolbar" data-production={productionOf(environment)}>
      <nav className="crumb">
        <button type="button" className="crumb-link" onClick={back}>
          {words.tunnels.failure.crumb}
        </button>
        <ChevronRight size={14} aria-hidden="true" />
        <KindBadge kind={kind} size="small" />
        <h1 className="trunc">{fullName(tunnel)}</h1>
        <EnvironmentTag environment={environment} />
      </nav>
      <span className="grow" />
      <PortChip place={tunnel.preference} open={isOn(tunnel)} />
      <TunnelControls tunnel={tunnel} onClose={back} />
    </header>
  )
}

function NextTry({ tunnel, now }: PageProps & { readonly now: number }) {
  const { failure } = useWords().tunnels
  const words = useWords()
  const status = tunnel.status
  const retry = status.kind === 'reconnecting' ? status : status.kind === 'failed' ? status.retry : null
  const text =
    retry === null ? failure.noTry : failure.nextTry(retry.attempt, retry.of, countdownText(words, retry.nextAt - now))
  const { waiting } = tunnel.clients
  return (
    <span className="next-try num">
      <Timer size={14} aria-hidden="true" />
      {retry === null || waiting === 0 ? text : [text, words.route.client.waiting(waiting)].join(words.listSeparator)}
    </span>
  )
}

function ActionBar({ tunnel, problem, now }: PageProps & { readonly problem: Problem; readonly now: number }) {
  const words = useWords()
  const actions = useActions()
  const primary = useRef<HTMLButtonElement>(null)
  const { id } = tunnel
  useEffect(() => primary.current?.focus(), [id])
  const remedy = remedyOf(problem)
  const isRequestable = remedy !== 'copy-request' && hasRequest(tunnel)
  return (
    <div className="failure-actions">
      <Button ref={primary} variant="primary" onClick={() => actions.remedy(problem, tunnel)}>
        {remedy === 'none' ? words.remedies.retry : remedyLabel(remedy, tunnel, words)}
      </Button>
      {isRetry(remedy) ? null : (
        <Button icon={<RotateCw size={14} />} onClick={() => actions.connect(id)}>
          {words.remedies.retry}
        </Button>
      )}
      {otherWaysOf(problem, tunnel).map((way) => (
        <Button key={way} onClick={() => actions.remedy(problem, tunnel, way)}>
          {words.remedies[way]}
        </Button>
      ))}
      {isRequestable ? (
        <Button variant="ghost" icon={<Mail size={14} />} onClick={() => actions.showRequest(tunnel)}>
          {words.tunnels.failure.copyRequest}
        </Button>
      ) : null}
      <Button variant="ghost" icon={<Copy size={14} />} onClick={() => void actions.copyDiagnostics(id)}>
        {words.tunnels.failure.copyDiagnostics}
      </Button>
      <NextTry tunnel={tunnel} now={now} />
    </div>
  )
}

function PageRoute({ tunnel, now }: PageProps & { readonly now: number }) {
  const words = useWords()
  const profiles = useProfiles((state) => state.profiles)
  const zones = routeView(tunnel, accountName(tunnel, profiles), words, now)
  return (
    <>
      <div className="failure-route-wide">
        <HorizontalRoute zones={zones} moving={false} />
      </div>
      <div className="failure-route-narrow">
        <VerticalRoute zones={zones} moving={false} tunnelId={tunnel.id} />
      </div>
    </>
  )
}

function Evidence({ tunnel, problem, now }: PageProps & { readonly problem: Problem; readonly now: number }) {
  const words = useWords()
  const actions = useActions()
  const { failure } = words.tunnels
  const raw = rawMessage(problem)
  const at = tunnel.status.kind === 'failed' ? formatTimeWithSeconds(tunnel.status.at) : ''
  return (
    <div className="two-columns">
      <section>
        <h3 className="section-head">
          {failure.steps}
          <span className="section-side">{at}</span>
        </h3>
        <Steps tunnel={tunnel} now={now} />
        {raw === null ? null : (
          <>
            <h3 className="section-head raw-error-head">{failure.rawError}</h3>
            <div className="raw-error">
              <span className="mono">{raw}</span>
              <CopyButton
                label={`${words.copy}: ${failure.rawError}`}
                onCopy={() => void actions.copy(raw, words.copiedLong)}
              />
            </div>
          </>
        )}
      </section>
      <Timeline title={failure.attempts} entries={tunnel.timeline} limit={10} />
    </div>
  )
}

function Recovered({ tunnel }: PageProps) {
  const words = useWords()
  const back = useBack()
  return (
    <div className="failure-recovered">
      <TunnelGlyph state={tunnel.status.kind} size={18} />
      <p>{words.tunnels.failure.recovered(words.tunnels.states[tunnel.status.kind])}</p>
      <Button onClick={back}>{words.tunnels.failure.backToList}</Button>
    </div>
  )
}

/** Why a tunnel failed: one headline, one primary action, the route with its broken hop, the error last. */
export function FailurePage({ tunnel }: PageProps) {
  const words = useWords()
  const now = useNow(1_000)
  useEscape(useBack())
  const problem = problemOfTunnel(tunnel)
  const said = problem === null ? null : problemText(problem, words, surroundingsOf(tunnel))
  return (
    <div className="failure">
      <Toolbar tunnel={tunnel} />
      <Banners />
      <div className="page">
        {problem === null || said === null ? (
          <Recovered tunnel={tunnel} />
        ) : (
          <>
            <h2 className="failure-headline">
              <StateGlyph glyph={tunnel.status.kind === 'reconnecting' ? 'reconnecting' : 'failed'} size={18} />
              {said.headline}
            </h2>
            <p className="failure-sentence">
              <Sentence text={said.sentence} />
            </p>
            <ActionBar tunnel={tunnel} problem={problem} now={now} />
            <ToldClients tunnel={tunnel} />
            <PageRoute tunnel={tunnel} now={now} />
            <Evidence tunnel={tunnel} problem={problem} now={now} />
          </>
        )}
      </div>
    </div>
  )
}
