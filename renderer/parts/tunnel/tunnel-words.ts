import { waitsForPerson } from '#domain/tunnel-text/waits-for-person.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { TunnelStatus } from '#contract/status.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'
import { shortenId } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { countdownText, spanText } from '#words/span.ts'
import { exposureText } from '#words/exposure-text.ts'
import { tunnelStateText } from '#words/tunnel-state.ts'
import { environmentName } from '#words/environment-name.ts'
import type { Environment } from '#contract/tunnel.ts'
import { foundTarget } from '#domain/route/found-target.ts'
import { problemOfTunnel } from '../route/hop-words.ts'
import { retryNote } from './retries.ts'

/** On means that the port listens, or tries to: everything but stopped. */
export const isOn = (tunnel: TunnelView): boolean => tunnel.status.kind !== 'stopped'

/** True while a client waits for a session that only the user starts. */
export const waitsForUser = ({ status, clients, preference }: TunnelView): boolean =>
  status.kind === 'armed' && clients.waiting > 0 && preference.sessionStart === 'manual'

function openLine(tunnel: TunnelView, idleCloseAt: number | null, words: Messages, now: number): string {
  const { open } = tunnel.clients
  const problem = problemOfTunnel(tunnel)
  if (problem !== null) return words.problems[problem.code].short
  if (open > 0) return words.connections(open)
  if (idleCloseAt === null) return words.tunnels.noConnections
  return words.tunnels.idleCloses(spanText(words, idleCloseAt - now))
}

function armedLine(tunnel: TunnelView, words: Messages): string {
  const { waiting } = tunnel.clients
  if (waiting > 0) return words.tunnels.waiting(waiting)
  return tunnel.preference.sessionStart === 'manual' ? words.tunnels.waitingForYou : words.tunnels.waitingForClient
}

function retryLine(status: Extract<TunnelStatus, { kind: 'reconnecting' }>, words: Messages, now: number): string {
  const left = status.nextAt - now
  if (left <= 0) return words.tunnels.tryNow(status.attempt, status.of)
  return words.tunnels.tryOf(status.attempt, status.of, countdownText(words, left))
}

/** A sign-in that takes so long (ms) is asked in the browser; one that is kept is read in a moment. */
const longSignInMs = 2_000

/** Who waits for a person, and for how long; what is done by itself is over in a moment. */
function connectingLine(
  { clients, route }: TunnelView,
  { step, since }: Extract<TunnelStatus, { kind: 'connecting' }>,
  words: Messages,
  now: number,
): string {
  const programs = route[0].facts.waitingPrograms.join(words.listSeparator)
  const said = words.tunnels.steps[step]
  if (clients.waiting === 0 || programs === '') return said
  const waits = words.tunnels.programsWait(programs, spanText(words, now - since))
  if (waitsForPerson(step)) return waits
  return step === 'sign-in' && now - since >= longSignInMs ? `${said}${words.listSeparator}${waits}` : said
}

/** The second line of a state: what it waits for, how many connections, or where it broke. */
export function statusLine(tunnel: TunnelView, words: Messages, now: number): string {
  const status = tunnel.status
  switch (status.kind) {
    case 'stopped':
      return words.tunnels.portClosed
    case 'armed':
      return armedLine(tunnel, words)
    case 'connecting':
      return connectingLine(tunnel, status, words, now)
    case 'open':
      if (status.waitingSince !== null) return words.tunnels.waitingForDatabase
      return openLine(tunnel, status.idleCloseAt, words, now)
    case 'unanswered':
      return words.tunnels.unansweredFor(spanText(words, now - status.since))
    case 'ready':
      return openLine(tunnel, status.idleCloseAt, words, now)
    case 'reconnecting':
      return retryLine(status, words, now)
    case 'failed':
      return words.problems[status.problem.code].short
    case 'unknown':
      return status.why === undefined ? words.tunnels.checking : words.tunnels.unsure[status.why]
  }
}

/** What the row is called by assistive technology: name, kind, environment, state, address. */
export function rowSentence(tunnel: TunnelView, environment: Environment, words: Messages, now: number): string {
  const { kind } = tunnel.definition
  const state = tunnelStateText(tunnel.status, words)
  const note = retryNote(tunnel, words, now)
  const parts = [
    fullName(tunnel),
    words.kinds[kind],
    environmentName(environment, words),
    state,
    statusLine(tunnel, words, now),
    ...(note === null ? [] : [note]),
    localAddress(tunnel.preference),
    ...(tunnel.exposure === undefined ? [] : [exposureText(tunnel.exposure, words)]),
  ]
  return parts.join(words.listSeparator)
}

/** The target as a row shows it: the id when it is known, else the rule, in few characters. */
export function viaText(tunnel: TunnelView): string {
  const found = foundTarget(tunnel.route)
  const rule = tunnel.definition.target
  if (rule.by === 'ecs') return shorten(`${rule.service}/${rule.container}`)
  if (found !== null) return shorten(found)
  return shorten(ruleText(rule))
}

/** Characters a target may take in a row before the rest is cut. */
const viaColumns = 18

function shorten(text: string): string {
  const short = shortenId(text)
  return short.length > viaColumns ? `${short.slice(0, viaColumns - 1)}…` : short
}
