import { hopOf } from '#domain/problem/traits.ts'
import type { HopKind } from '#contract/problem.ts'
import type { HopHealth } from '#contract/status.ts'
import { shortenId, shortenTask } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { taskIn } from '#domain/tunnel-text/container-target.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'
import type { HopView, ZoneView } from '../../parts/route/route-view.ts'
import { targetName } from '../../parts/route/target-words.ts'
import { ruleOf } from './form-rule.ts'
import type { FormValues } from './form-values.ts'
import type { PortState } from './use-port.ts'
import type { Preview } from './use-preview.ts'

const hop = (
  kind: HopKind,
  health: HopHealth,
  title: string,
  detail: string,
  mono: boolean,
  words: Messages,
): HopView => ({
  kind,
  health,
  title,
  detail,
  mono,
  value: '',
  copies: null,
  container: false,
  lanes: [],
  sentence: words.route.sentence(words.route.hops[kind], title, detail),
})

const hostOf = ({ localAddress }: FormValues): string => localAddress.trim() || 'localhost'

function portHop(values: FormValues, port: PortState, words: Messages): HopView {
  const title = `${hostOf(values)}:${values.localPort === '' ? '…' : values.localPort}`
  const free = port.state === 'free' || port.state === 'own'
  const wrong = port.state === 'reserved' || port.state === 'taken' || port.state === 'forbidden'
  const detail = free ? words.route.port.free : wrong ? words.route.port.inUse : words.route.port.fixed
  return hop('port', free ? 'ok' : wrong ? 'fail' : 'idle', title, detail, true, words)
}

function sessionHop(preview: Preview, words: Messages): HopView {
  const failed = preview.state === 'failed' && hopOf(preview.problem) !== 'target'
  const health = preview.state === 'found' ? 'ok' : preview.state === 'looking' ? 'work' : failed ? 'fail' : 'idle'
  const answers = preview.state === 'found' || (preview.state === 'failed' && !failed)
  const detail = failed
    ? words.problems[preview.problem.code].short
    : answers
      ? words.route.session.answers
      : words.route.session.opens
  return hop('session', health === 'idle' && answers ? 'ok' : health, words.route.session.name, detail, false, words)
}

function targetHop(values: FormValues, preview: Preview, words: Messages): HopView {
  const typed = ruleOf(values)
  const { title, mono } = targetName(typed, ruleText(typed))
  const say = words.route.target
  if (preview.state !== 'found') {
    const failed = preview.state === 'failed' && hopOf(preview.problem) === 'target'
    const detail = failed ? words.problems[preview.problem.code].short : say.resolved
    return hop(
      'target',
      failed ? 'fail' : preview.state === 'failed' ? 'none' : 'idle',
      title === '' ? words.route.hops.target : title,
      detail,
      mono,
      words,
    )
  }
  const online = preview.matches.find((match) => match.online)
  const first = online ?? preview.matches[0]
  const task = first === undefined ? null : taskIn(first.id)
  if (task !== null) {
    return hop('target', 'ok', title, say.ofTasks(shortenTask(task), preview.matches.length), mono, words)
  }
  if (first === undefined) return hop('target', 'fail', title, say.notFound, mono, words)
  return hop(
    'target',
    online === undefined ? 'fail' : 'ok',
    shortenId(first.id),
    online === undefined ? say.offline : say.online,
    true,
    words,
  )
}

function endpointHop(values: FormValues, words: Messages): HopView {
  const host = values.host.trim()
  const title = host === '' ? words.route.hops.endpoint : `${host}:${values.port}`
  return hop('endpoint', 'idle', title, words.route.endpoint.notYet, host !== '', words)
}

/** After the first broken hop nothing is known, so the later ones are drawn as not reached. */
function afterBreak(hops: readonly HopView[]): HopView[] {
  const broken = hops.findIndex((one) => one.health === 'fail' && one.kind !== 'port')
  return hops.map((one, index) => (broken >= 0 && index > broken ? { ...one, health: 'none' as const } : one))
}

/** The route as far as the form and main's answers tell it. */
export function formRoute(
  values: FormValues,
  port: PortState,
  preview: Preview,
  network: string,
  words: Messages,
): ZoneView[] {
  const client = hop(
    'client',
    'idle',
    words.route.client.yours,
    words.route.client.pointsAt(hostOf(values)),
    false,
    words,
  )
  const target = { ...targetHop(values, preview, words), container: values.by === 'ecs' }
  const hops = afterBreak([
    client,
    portHop(values, port, words),
    sessionHop(preview, words),
    target,
    endpointHop(values, words),
  ])
  const vpc = preview.state === 'found' ? preview.matches.find((match) => match.vpc !== null)?.vpc : null
  const far = network === '' ? vpc : words.route.vpc(network)
  return [
    { zone: 'computer', label: words.route.zones.computer, note: '', hops: hops.slice(0, 2) },
    { zone: 'ssm', label: words.route.zones.ssm, note: '', hops: hops.slice(2, 3) },
    { zone: 'vpc', label: far ?? words.route.zones.vpc, note: '', hops: hops.slice(3) },
  ]
}
