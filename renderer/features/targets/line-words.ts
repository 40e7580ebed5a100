import type { PlaceView, TargetState } from '#contract/targets.ts'
import type { Environment } from '#contract/tunnel.ts'
import type { Problem } from '#contract/problem.ts'
import { refusedActionOf } from '#domain/problem/refused-action.ts'
import { environmentName } from '#words/environment-name.ts'
import { formatAccountId, shortenTask } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { spanText } from '#words/span.ts'
import type { TargetWords } from '#words/target-words.ts'
import type { Glyph } from '../../ui/state-glyph.tsx'
import { kindOf, type TargetGroup, type TargetLine } from './target-rows.ts'

/** What words are made with. */
export interface Saying {
  readonly words: Messages
  readonly say: TargetWords
  /** Epoch ms. */
  readonly now: number
}

const glyphs = { online: 'ready', offline: 'failed', closed: 'stopped' } as const satisfies Record<
  TargetState['kind'],
  Glyph
>

/** Glyph, word and second line of a target's state. */
export interface StateWords {
  readonly glyph: Glyph
  readonly state: string
  readonly line: string
  readonly tone: TargetState['kind'] | 'unknown'
}

/** What is known of a line's target; of a favourite that was not found, whether it was looked for. */
export function stateWords({ target, place }: TargetLine, saying: Saying): StateWords {
  const { say, words, now } = saying
  if (target === null) {
    const looked = place.reading === 'done' && place.problems.length === 0
    return looked
      ? { glyph: 'unknown', state: say.gone, line: say.goneLine, tone: 'unknown' }
      : { glyph: 'unknown', state: say.notRead, line: readLine(place, saying), tone: 'unknown' }
  }
  const { state } = target
  const glyph = glyphs[state.kind]
  if (state.kind === 'closed' && state.why === 'starting')
    return { glyph: 'connecting', state: say.starting, line: say.why.starting, tone: 'closed' }
  if (state.kind === 'closed') return { glyph, state: say.closed, line: say.why[state.why], tone: 'closed' }
  const span = state.seenAt === null ? null : spanText(words, Math.max(1_000, now - state.seenAt))
  if (state.kind === 'offline') {
    return { glyph, state: say.offline, line: span === null ? '' : say.lastSeen(span), tone: 'offline' }
  }
  return { glyph, state: say.online, line: span === null ? say.execOn : say.seen(span), tone: 'online' }
}

/** How old what is shown of a place is. */
export function readLine(place: PlaceView, { say, words, now }: Saying): string {
  if (place.reading === 'now') return say.reading
  if (place.readAt === null) return say.notRead
  const age = now - place.readAt
  return age < 5_000 ? say.readNow : say.readAgo(spanText(words, age))
}

/** Id or names below a target's name, and what stands beside. `copy`: what Copy id takes. */
export function idWords({ target, favourite, document }: TargetLine, { say }: Saying) {
  const remembered = favourite?.what
  if (target === null) {
    const id = remembered === undefined || remembered.on === 'service' ? serviceText(remembered) : remembered.id
    return { id, beside: '', copy: id }
  }
  const own = target.target
  if (own.on === 'container') {
    const id = serviceText({ cluster: own.cluster, service: target.service ?? '', container: own.container })
    return { id, beside: say.task(shortenTask(own.task)), copy: own.task }
  }
  const where = target.address ?? (target.form === 'hybrid' ? say.onPremises : '')
  const beside = [where, document?.name ?? ''].filter((part) => part !== '').join(' · ')
  return { id: own.id, beside, copy: own.id }
}

interface ServiceNames {
  readonly cluster: string
  readonly service: string
  readonly container: string
}

const serviceText = (names: ServiceNames | undefined): string =>
  names === undefined ? '' : [names.cluster, names.service, names.container].filter(Boolean).join(' / ')

/** Platform and agent. */
export function platformWords({ target }: TargetLine, { say }: Saying): readonly [string, string] {
  if (target === null) return ['', '']
  const agent = target.agentVersion === null ? say.noAgent : say.agent(target.agentVersion)
  return [target.platform ?? '', target.form === 'container' ? say.execAgent : agent]
}

/** Everything a line says, for those who hear it. */
export function lineSentence(line: TargetLine, environment: Environment | null, saying: Saying): string {
  const { say, words } = saying
  const { state, line: second } = stateWords(line, saying)
  const { id, beside } = idWords(line, saying)
  const parts = [
    line.name,
    line.target === null ? '' : say.forms[kindOf(line.target)],
    state,
    second,
    id,
    beside,
    line.place.account.name,
    environment === null ? '' : environmentName(environment, words),
    ...platformWords(line, saying),
    line.favourite === null ? '' : say.favourite,
  ]
  return parts.filter((part) => part !== '').join(words.listSeparator)
}

/** What of a place could not be read, in one sentence; null when all could. */
export function unreadableText(place: PlaceView, { say, words }: Saying): string | null {
  const [first] = place.problems
  if (first === undefined) return null
  const actions = place.problems.flatMap(refusedAction)
  const what =
    actions.length > 0
      ? say.notAllowed([...new Set(actions)].join(words.listSeparator), place.account.role)
      : problemText(first, words, {}).headline
  return place.targets.length === 0 ? say.unreadable(what) : say.partly(what)
}

function refusedAction(problem: Problem): readonly string[] {
  const action = problem.code === 'ACCESS_DENIED' ? refusedActionOf(problem.details) : null
  return action === null ? [] : [action]
}

/** The facts of a group's head: account, number, region, how many can be opened, and how many stand further up. */
export function groupFacts({ place, lines, open, above }: TargetGroup, { say, words }: Saying) {
  const account = place?.account ?? null
  return {
    account: account?.name ?? '',
    number: account === null || account.id === null || account.name === account.id ? '' : formatAccountId(account.id),
    region: place?.place.region ?? '',
    summary: [
      ...(lines.length === 0 ? [] : [say.summary(lines.length, open)]),
      ...(above === 0 ? [] : [say.above(above)]),
    ].join(words.listSeparator),
  }
}
