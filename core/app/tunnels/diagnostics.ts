import type { Problem } from '#contract/problem.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import { factsText } from '#domain/problem/facts-text.ts'
import { traitsOf } from '#domain/problem/traits.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { redactForSharing } from '#domain/redaction/redaction.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import { sessionDocument } from '#domain/session-document.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'

/** Text about one tunnel for a bug report or an administrator: ids, states and times; account numbers and keys masked. */
export function diagnosticsOf(view: TunnelView, now: number): string {
  const { definition, preference } = view
  const lines = [
    `Culvert diagnostics, ${isoTime(now)}`,
    `tunnel     ${fullName(view)} (${definition.environment}, ${definition.kind})`,
    `local port ${localAddress(preference)}`,
    `profile    ${profileText(profileOf(view))} in ${definition.region}`,
    `target     ${definition.target.by}: ${ruleText(definition.target)}`,
    `endpoint   ${definition.endpoint.host}:${definition.endpoint.port}`,
    `document   ${sessionDocument(definition)}${definition.relayPort === undefined ? '' : `, by relay port ${definition.relayPort}`}`,
    `options    start ${preference.sessionStart}, engine ${preference.engine}, idle ${preference.idleMinutes ?? 'never'}`,
    '',
    `state      ${statusText(view)}`,
    `clients    ${view.clients.open} open, ${view.clients.waiting} waiting`,
    '',
    'route',
    ...view.route.map((hop) => `  ${hop.kind.padEnd(9)}${hop.health.padEnd(6)}${factsText(hop.facts ?? {})}`),
    '',
    'history, newest first',
    ...view.timeline.map((entry) =>
      `  ${isoTime(entry.at)} ${entry.kind.padEnd(12)}${problemText(entry.problem)}`.trimEnd(),
    ),
  ]
  return redactForSharing(`${lines.join('\n')}\n`)
}

function statusText({ status }: TunnelView): string {
  switch (status.kind) {
    case 'stopped':
      return status.kind
    case 'connecting':
      return `connecting, ${status.step}, since ${isoTime(status.since)}`
    case 'armed':
    case 'open':
    case 'unanswered':
    case 'ready':
      return `${status.kind} since ${isoTime(status.since)}`
    case 'unknown':
      return `${status.kind}${status.why === undefined ? '' : `, ${status.why},`} since ${isoTime(status.since)}`
    case 'reconnecting':
      return `reconnecting, try ${status.attempt} of ${status.of} at ${isoTime(status.nextAt)}: ${problemText(status.problem)}`
    case 'failed':
      return `failed at ${isoTime(status.at)}: ${problemText(status.problem)}`
  }
}

function problemText(problem: Problem | null): string {
  if (problem === null) return ''
  const details = factsText(problem.details)
  const { phase } = traitsOf(problem)
  return `${problem.code} [${phase}]${details === '' ? '' : ` (${details})`}`
}

function profileText(profile: ProfileRef | null): string {
  if (profile === null) return 'none'
  if (profile.type === 'named') return `named ${profile.name}`
  return `${profile.roleName} on ${profile.accountId} by ${profile.session ?? profile.startUrl ?? 'any sign-in'}`
}

function isoTime(at: number): string {
  return new Date(at).toISOString()
}
