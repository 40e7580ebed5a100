import type { Problem } from '#contract/problem.ts'
import { isOwnLoopback } from '#domain/session-document.ts'
import { problemOf, type SaidCode } from '#domain/problem/problem.ts'

/**
 * What the service says when it closes a channel, most specific first. The agent's texts are from its source; the service's
 * words on idle time and maximum duration are not documented (`docs/reference/ssm-data-channel.md`), so those match
 * loosely.
 */
const knownTexts: readonly (readonly [RegExp, SaidCode])[] = [
  [/forwarding to ip address .* is forbidden/i, 'ENDPOINT_FORBIDDEN'],
  [/no such host|server misbehaving|temporary failure in name resolution/i, 'ENDPOINT_NAME_UNKNOWN'],
  [/port number is empty/i, 'DOCUMENT_INVALID'],
  [/run ?as (default )?(user|username)|runas/i, 'RUN_AS_REFUSED'],
  [/is not supported by this version of ssm agent/i, 'AGENT_TOO_OLD'],
  [/setting up data channel with id .* failed/i, 'TARGET_NOT_CONNECTED'],
  [/handshake timed out|timed out waiting for encryption challenge/i, 'HANDSHAKE_TIMED_OUT'],
  [/initiating handshake|handshake/i, 'HANDSHAKE_REJECTED'],
  [/connection refused/i, 'ENDPOINT_REFUSED'],
  [/(unable to connect|dial tcp).*(i\/o timeout|timed out|no route to host|unreachable)/i, 'ENDPOINT_TIMED_OUT'],
  [/unable to connect to specified port/i, 'ENDPOINT_REFUSED'],
  [/\bidle\b|inactiv|time[d ]*\s?out|maximum (session )?duration|max(imum)? session|expired/i, 'SESSION_EXPIRED'],
]

/** The beginning says it all, and no length of dashes can keep the patterns busy. */
const longestRead = 2_000

/** The problem that a `channel_closed` text stands for; SESSION_ENDED when it says nothing known. */
export function closingProblem(output: string): Problem {
  const text = output
    .slice(0, longestRead)
    .replace(/-{5,}\s*ERROR\s*-{5,}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
  if (text === '') return problemOf('SESSION_ENDED', {})
  const code = knownTexts.find(([pattern]) => pattern.test(text))?.[1] ?? 'SESSION_ENDED'
  return code === 'ENDPOINT_FORBIDDEN' ? forbidden(text) : problemOf(code, { said: text })
}

/** Which address it is that the agent does not forward to; it tells the address or the name. */
function forbidden(text: string): Problem {
  const [, host = ''] = /forwarding to ip address (\S+) is forbidden/i.exec(text) ?? []
  if (isOwnLoopback(host)) return problemOf('ENDPOINT_FORBIDDEN', { reason: 'own', said: text })
  const isAddress = /^[\d.]+$/.test(host) || host.includes(':')
  return problemOf('ENDPOINT_FORBIDDEN', { reason: isAddress ? 'reserved' : undefined, said: text })
}
