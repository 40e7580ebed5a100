import { hopOf } from '#domain/problem/traits.ts'
import type { Problem } from '#contract/problem.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { ConnectStep, Hop, HopOf } from '#contract/status.ts'
import { formatLatency, formatSeconds, formatTime } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import { countdownText, spanText } from '#words/span.ts'
import { howFound, shortZone, targetName } from './target-words.ts'

/** The words of one hop. `mono` says that the title is an address or an id. */
export interface HopWords {
  readonly title: string
  readonly mono: boolean
  readonly detail: string
  readonly value: string
  /** What copying this hop gives, or null. */
  readonly copies: string | null
}

type Recovery = NonNullable<NonNullable<HopOf<'session'>['facts']>['recovery']>

/** Everything a hop's words depend on. */
interface HopContext {
  readonly tunnel: TunnelView
  readonly words: Messages
  /** Epoch ms. */
  readonly now: number
}

/**
 * The problem a tunnel shows, or null when nothing is wrong. A session that is open while the database does not answer
 * keeps its reason in the history only.
 */
export function problemOfTunnel(tunnel: TunnelView): Problem | null {
  const { status, route, timeline } = tunnel
  if (status.kind === 'failed' || status.kind === 'reconnecting') return status.problem
  const broken = route.find((hop) => hop.health === 'fail')
  if (!hasOpenSession(status) || broken === undefined) return null
  return timeline.find(({ problem }) => problem !== null && hopOf(problem) === broken.kind)?.problem ?? null
}

/**
 * The hops as the last attempt proves them: when a route broke further on, session and target before the break did
 * their part, although nothing is open any more.
 */
export function provenHops(tunnel: TunnelView): readonly Hop[] {
  const broken = tunnel.route.findIndex((hop) => hop.health === 'fail')
  if (tunnel.status.kind !== 'failed' || broken < 0) return tunnel.route
  const proven = (hop: Hop, index: number): boolean =>
    index < broken && hop.health === 'idle' && (hop.kind === 'session' || hop.kind === 'target')
  return tunnel.route.map((hop, index) => (proven(hop, index) ? { ...hop, health: 'ok' as const } : hop))
}

const atRest = (tunnel: TunnelView): boolean => tunnel.status.kind === 'armed' || tunnel.status.kind === 'stopped'

function failedValue(hop: Hop, { tunnel, words }: HopContext): string {
  const problem = problemOfTunnel(tunnel)
  if (problem !== null && hopOf(problem) === hop.kind) return words.problems[problem.code].short
  return hop.kind === 'endpoint' ? words.route.endpoint.noAnswer : words.route.brokenHere
}

function clientWords(hop: HopOf<'client'>, { tunnel, words }: HopContext): HopWords {
  const client = words.route.client
  const { open, waiting } = tunnel.clients
  const { lastAt, programs, elsewhere = [], waitingPrograms } = hop.facts
  const last = lastAt === null ? client.never : client.lastAt(formatTime(lastAt))
  const here = new Set([...programs.map(({ program }) => program), ...waitingPrograms])
  const names = [...here, ...elsewhere.map(({ address }) => words.tunnels.exposure.from(address))]
  const pids = programs.map(({ pid }) => pid).join(words.listSeparator)
  const values = [...(open > 0 ? [words.connections(open)] : []), ...(waiting > 0 ? [client.waiting(waiting)] : [])]
  return {
    title: open + waiting > 0 ? names.join(words.listSeparator) || client.some : client.none,
    mono: false,
    detail: open > 0 && pids !== '' ? client.pids(pids) : last,
    value: values.join(words.listSeparator),
    copies: null,
  }
}

function portDetail(hop: HopOf<'port'>, { tunnel, words }: HopContext): string {
  const { owner, since } = hop.facts
  const port = words.route.port
  if (hop.health === 'fail') return owner === null ? port.fixed : port.usedBy(owner.program)
  if (hop.health === 'ok' && tunnel.status.kind === 'failed')
    return tunnel.status.retry === null ? port.clientsTry : port.clientsWait
  return hop.health === 'ok' && since !== null ? port.since(formatTime(since)) : port.fixed
}

function portWords(hop: HopOf<'port'>, context: HopContext): HopWords {
  const port = context.words.route.port
  const address = localAddress(context.tunnel.preference)
  const values = {
    ok: port.listening,
    fail: failedValue(hop, context),
    work: '',
    warn: '',
    idle: port.closed,
    none: port.closed,
  }
  return { title: address, mono: true, detail: portDetail(hop, context), value: values[hop.health], copies: address }
}

function sessionDetail(hop: HopOf<'session'>, { tunnel, words, now }: HopContext): string {
  const session = words.route.session
  const { status } = tunnel
  if (status.kind === 'connecting' && hop.health === 'work') {
    if (status.step === 'approval') return words.access.onRequest
    return status.step === 'target' ? words.tunnels.steps.target : ''
  }
  if (status.kind === 'reconnecting') {
    return words.tunnels.tryOf(status.attempt, status.of, countdownText(words, status.nextAt - now))
  }
  const recovery = hop.facts?.recovery ?? null
  if (hop.health === 'warn' && recovery !== null)
    return recovery.trend === 'growing' ? session.newIsQuicker : session.sentAgain
  if (hop.health === 'warn' && status.kind === 'unanswered') return session.maybeDeaf
  if (hop.facts !== null && hop.health === 'ok') {
    if (hop.facts.lanes.length > 0) return session.newGo
    return withRotation(openedText(hop.facts, words), hop.facts, words, now)
  }
  if (hop.health === 'fail') return engineText(hop, words)
  if (hop.health === 'ok') return tunnel.preference.profile.type === 'sso' ? session.signedIn : ''
  return tunnel.preference.sessionStart === 'manual' ? session.opensByHand : session.opens
}

type SessionFacts = NonNullable<HopOf<'session'>['facts']>

/** When it was opened; how, where there is room for that. */
function openedText({ openedAt, openedInMs, engineVersion, draining }: SessionFacts, { route }: Messages): string {
  const { session } = route
  const time = formatTime(openedAt)
  if (draining > 0) return session.openedAt(time)
  const opened = openedInMs < 50 ? session.openedAt(time) : session.opened(time, formatSeconds(openedInMs))
  return engineVersion === null ? opened : session.openedByPlugin(opened, engineVersion)
}

/** What will be replaced, and what was. */
function withRotation(opened: string, { replacement, draining }: SessionFacts, words: Messages, now: number): string {
  const { session } = words.route
  const told = replacement === null ? opened : replacementText(opened, replacement.at, words, now)
  return draining === 0 ? told : session.draining(told, draining)
}

function replacementText(opened: string, at: number, { route }: Messages, now: number): string {
  return at <= now ? route.session.replacedSoon(opened) : route.session.replacedAt(opened, formatTime(at))
}

function engineText({ facts }: HopOf<'session'>, words: Messages): string {
  if (facts === null) return ''
  return words.route.session.engine(words.engines[facts.engine], facts.engineVersion ?? '').trim()
}

function recoveryText({ trend, leftMs }: Recovery, words: Messages): string {
  const { session } = words.route
  return trend === 'growing' ? session.slow : session.catchingUp(spanText(words, leftMs))
}

/** Why a session is not well: slow, silent, or on its way back. */
function warnText({ facts }: HopOf<'session'>, { tunnel, words }: HopContext): string {
  const { session } = words.route
  const recovery = facts?.recovery ?? null
  if (recovery !== null) return recoveryText(recovery, words)
  return tunnel.status.kind === 'unanswered' ? session.uncertain : session.retrying
}

/** Whom the session waits for. */
function askedFor(step: ConnectStep | null, { mfa, access }: Messages): string | null {
  if (step === 'code') return mfa.waiting
  if (step === 'approval') return access.needed
  return step === 'approver' ? access.waiting : null
}

function sessionWords(hop: HopOf<'session'>, context: HopContext): HopWords {
  const { tunnel, words } = context
  const session = words.route.session
  const { sessionId: id = null, latencyMs: latency = null, recovery = null } = hop.facts ?? {}
  const open =
    id === null ? session.answers : latency === null ? session.open : session.openLatency(formatLatency(latency))
  const { status } = tunnel
  const signingIn =
    (status.kind === 'connecting' && status.step === 'sign-in') ||
    (status.kind === 'unknown' && status.why === 'sign-in')
  const step = status.kind === 'connecting' ? status.step : null
  const values = {
    ok: open,
    work: askedFor(step, words) ?? (signingIn ? session.signingIn : session.opening),
    warn: warnText(hop, context),
    fail: failedValue(hop, context),
    idle: '',
    none: atRest(tunnel) ? '' : words.route.notReached,
  }
  const live = id !== null && (hop.health === 'ok' || recovery !== null)
  const several = hop.facts?.lanes.length ?? 0
  const one = live ? `${session.titled} …${id.slice(-8)}` : session.name
  return {
    title: live && several > 0 ? session.several(several) : one,
    mono: false,
    detail: sessionDetail(hop, context),
    value: values[hop.health],
    copies: live ? id : null,
  }
}

/** Of a target that does not answer: how it was found, and when it last did. */
function lostDetail(rule: string, { tunnel, words, now }: HopContext): string {
  const problem = problemOfTunnel(tunnel)
  const seenAt = problem?.code === 'TARGET_NOT_CONNECTED' ? problem.details.lastPingAt : undefined
  const how = tunnel.definition.target.by === 'id' ? '' : rule
  return seenAt === undefined ? how : words.route.target.lastSeen(how, spanText(words, now - seenAt))
}

/** Its agent acknowledges nothing. */
const isSilent = ({ status }: HopContext['tunnel']): boolean =>
  status.kind === 'unknown' && status.why === 'agent-silent'

function targetDetail(hop: HopOf<'target'>, { tunnel, words, now }: HopContext): string {
  const target = words.route.target
  const { matches, name, rule, targetId: found, zone } = hop.facts
  if (hop.health === 'fail') return lostDetail(rule, { tunnel, words, now })
  if (isSilent(tunnel)) return target.nextClients
  if (found === null) return target.resolved
  const how = howFound(tunnel.definition.target, { targetId: found, matches, name, rule }, words)
  return [how, zone === null ? null : target.zone(shortZone(zone))]
    .filter((part) => part !== null && part !== '')
    .join(words.listSeparator)
}

function targetWords(hop: HopOf<'target'>, context: HopContext): HopWords {
  const { tunnel, words } = context
  const target = words.route.target
  const { rule, targetId } = hop.facts
  const values = {
    ok: target.online,
    work: target.looking,
    warn: isSilent(tunnel) ? target.silent : words.route.session.retrying,
    fail: failedValue(hop, context),
    idle: '',
    none: atRest(tunnel) ? '' : words.route.notReached,
  }
  const copies = targetId ?? rule
  const title = targetName(tunnel.definition.target, copies)
  return { ...title, detail: targetDetail(hop, context), value: values[hop.health], copies }
}

/** Said where the session leads to a port of the bastion itself, though the endpoint has another name. */
function ownPortText({ tunnel, words }: HopContext): string | undefined {
  const isOwn = tunnel.route[2].facts?.onTarget === true && hasOpenSession(tunnel.status)
  return isOwn ? words.form.relayPort.own(tunnel.definition.endpoint.port) : undefined
}

function endpointWords(hop: HopOf<'endpoint'>, context: HopContext): HopWords {
  const { tunnel, words } = context
  const { endpoint, kind, label, database, relayPort } = tunnel.definition
  const through = relayPort === undefined ? ownPortText(context) : words.form.relayPort.through(relayPort)
  const { latencyMs: latency } = hop.facts
  const values = {
    ok: latency === null ? words.route.endpoint.reachable : words.route.endpoint.reachableIn(formatLatency(latency)),
    work: words.route.endpoint.waiting,
    warn: words.route.endpoint.overdue,
    fail: failedValue(hop, context),
    idle: hasOpenSession(tunnel.status) ? words.route.endpoint.notYet : '',
    none: atRest(tunnel) ? '' : words.route.notReached,
  }
  const detail = [words.kinds[kind], label, database, through].filter((part) => part !== undefined && part !== '')
  const address = `${endpoint.host}:${endpoint.port}`
  return {
    title: address,
    mono: true,
    detail: detail.join(words.listSeparator),
    value: values[hop.health],
    copies: address,
  }
}

/** The words of a hop, from its facts. */
export function hopWords(hop: Hop, context: HopContext): HopWords {
  switch (hop.kind) {
    case 'client':
      return clientWords(hop, context)
    case 'port':
      return portWords(hop, context)
    case 'session':
      return sessionWords(hop, context)
    case 'target':
      return targetWords(hop, context)
    case 'endpoint':
      return endpointWords(hop, context)
  }
}

/** A hop read aloud: "Bastion, i-0c7e…, Bastion offline". */
export function hopSentence(hop: Hop, said: HopWords, words: Messages): string {
  return words.route.sentence(
    words.route.hops[hop.kind],
    said.title,
    said.value === '' ? words.route.health[hop.health] : said.value,
  )
}
