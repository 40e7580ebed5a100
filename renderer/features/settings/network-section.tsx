import './network.css'
import { RotateCw } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { CalledHost, NetworkCheck, TriedHost } from '#contract/network-check.ts'
import { companyRoots, verdictOf, wishOf } from '#domain/network-check/verdict.ts'
import { formatTimeWithSeconds } from '#words/format.ts'
import { networkWordsOf } from '#words/network/network-words.ts'
import { useActions } from '../../app/actions.ts'
import { useLanguage, useServices } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { CertificateFile } from './network-certificates.tsx'
import { CallList } from './network-calls.tsx'
import { HostTable } from './network-hosts.tsx'

/** What is known: hosts that are being tried, what came of the last round, or nothing, because the round broke off. */
type Shown =
  | { readonly is: 'checking'; readonly hosts: readonly CalledHost[] }
  | { readonly is: 'checked'; readonly round: NetworkCheck }
  | { readonly is: 'untold' }

const useSay = () => networkWordsOf(useLanguage())

/** The hosts at once, and what came of them when all are judged; and a way to try again. */
function useCheck(): readonly [Shown, () => void] {
  const { client } = useServices()
  const [shown, setShown] = useState<Shown>({ is: 'checking', hosts: [] })
  const check = useCallback(() => {
    setShown({ is: 'checking', hosts: [] })
    void client.call('network.hosts').then((answer) => {
      if (answer.ok) setShown((now) => (now.is === 'checking' ? { is: 'checking', hosts: answer.value } : now))
    })
    void client.call('network.check').then((answer) => {
      setShown(answer.ok ? { is: 'checked', round: answer.value } : { is: 'untold' })
    })
  }, [client])
  useEffect(check, [check])
  return [shown, check]
}

/** What is so, in one line and a sentence, with the glyph that it comes under. */
function headOf(shown: Shown, say: ReturnType<typeof useSay>) {
  if (shown.is === 'checking') return { ...say.checking, glyph: 'connecting' } as const
  if (shown.is === 'untold') return { ...say.untold, glyph: 'unknown' } as const
  const { hosts } = shown.round
  const verdict = verdictOf(shown.round)
  const answer = hosts.filter(({ trouble }) => trouble === null).length
  return {
    ...say.verdict(verdict, { answer, all: hosts.length }),
    glyph: verdict.is === 'well' ? 'ready' : 'failed',
  } as const
}

/** True where a name and a password are what a proxy wants. */
function asksForBasic(shown: Shown): boolean {
  if (shown.is !== 'checked') return false
  return shown.round.hosts.some(
    ({ trouble }) =>
      trouble?.is === 'proxy-sign-in' && (trouble.schemes.length === 0 || trouble.schemes.includes('basic')),
  )
}

/** Has main ask for them; the hosts are tried again when it knows them. */
function SignInAtProxy({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const { client } = useServices()
  const ask = (): void =>
    void client.call('proxy.signIn').then((answer) => {
      if (answer.ok) onDone()
    })
  return (
    <Button variant="primary" onClick={ask}>
      {say.signIn}
    </Button>
  )
}

function Head({ shown, onAgain }: { readonly shown: Shown; readonly onAgain: () => void }) {
  const say = useSay()
  const { title, text, glyph } = headOf(shown, say)
  return (
    <div className="network-head">
      <div role="status">
        <h2 className="network-title">
          <StateGlyph glyph={glyph} size={18} />
          {title}
        </h2>
        <p className="t2 network-text">
          <Sentence text={text} />
        </p>
      </div>
      {asksForBasic(shown) ? <SignInAtProxy onDone={onAgain} /> : null}
      <Button icon={<RotateCw size={14} />} disabled={shown.is === 'checking'} onClick={onAgain}>
        {say.again}
      </Button>
    </div>
  )
}

/** The one proxy that all go through, or how many there are. */
function proxyText(hosts: readonly TriedHost[], say: ReturnType<typeof useSay>): string {
  const proxies = new Set(hosts.flatMap(({ proxy }) => proxy ?? []))
  const [only] = proxies
  if (only === undefined) return say.noProxy
  return proxies.size === 1 ? only : say.someProxies(proxies.size)
}

function Facts({ round }: { readonly round: NetworkCheck }) {
  const say = useSay()
  const { hosts } = round
  const found = hosts.find(({ proxy }) => proxy !== null)?.foundIn ?? hosts[0]?.foundIn
  const facts = [
    // Where no way was found nobody knows of a proxy.
    [say.proxy, found === undefined ? '–' : proxyText(hosts, say), 'mono'],
    [say.foundIn, found === undefined ? '–' : say.places(found), found?.by === 'variable' ? 'mono' : ''],
    [say.certificates, say.roots(companyRoots(round)), ''],
  ] as const
  return (
    <dl className="network-facts">
      {facts.map(([name, value, face]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={face}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Wish({ round }: { readonly round: NetworkCheck }) {
  const say = useSay()
  const { copy } = useActions()
  const wish = wishOf(round)
  if (wish === null) return null
  const text = say.wish(wish)
  return (
    <section>
      <div className="section-head">
        {say.team}
        <span className="section-side">
          <button type="button" className="link" onClick={() => void copy(text, say.copied)}>
            {say.copy}
          </button>
        </span>
      </div>
      <p className="network-wish">
        <Sentence text={text} />
      </p>
    </section>
  )
}

/** Every host that the app calls, tried now; by which way, whose certificate it showed, and what to ask the network team for. */
export function NetworkSection() {
  const say = useSay()
  const [shown, again] = useCheck()
  const round = shown.is === 'checked' ? shown.round : null
  return (
    <div className="network-page">
      <Head shown={shown} onAgain={again} />
      {round === null ? null : <Facts round={round} />}
      <section>
        <div className="section-head">
          {say.hosts}
          <span className="section-side">{round === null ? '' : formatTimeWithSeconds(round.at)}</span>
        </div>
        <HostTable hosts={shown.is === 'checking' ? shown.hosts : (round?.hosts ?? [])} />
      </section>
      <CertificateFile checkedAt={round?.at ?? null} onChanged={again} />
      {round === null ? null : <Wish round={round} />}
      <CallList />
    </div>
  )
}
