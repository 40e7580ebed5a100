import { problemOf, type Problem, type ProblemCode } from '#contract/problem.ts'

type Rule = readonly [pattern: RegExp, code: ProblemCode]

/** What the agent or the service says when it ends a session. */
const endingRules: readonly Rule[] = [
  [/Forwarding to IP address .* is forbidden/, 'ENDPOINT_FORBIDDEN'],
  [/no such host/, 'ENDPOINT_NAME_UNKNOWN'],
  [/Unable to connect to specified port: .*(timeout|timed out)/, 'ENDPOINT_TIMED_OUT'],
  [/Unable to connect to specified port/, 'ENDPOINT_REFUSED'],
  [/Handshake timed out/, 'HANDSHAKE_TIMED_OUT'],
  [/not supported by this version of ssm agent/, 'AGENT_TOO_OLD'],
  [/Setting up data channel|CreateDataChannel/, 'DATA_CHANNEL_REFUSED'],
  [/timed out due to inactivity|maximum session duration/i, 'SESSION_EXPIRED'],
]

/** What the plugin itself says when it can not go on. */
const failureRules: readonly Rule[] = [
  [/x509|certificate/, 'TLS_UNTRUSTED'],
  [/bad handshake|403|AccessDenied/, 'DATA_CHANNEL_REFUSED'],
  [/ExpiredToken|credentials/i, 'CREDENTIALS_INVALID'],
  [/no such host|connection refused|i\/o timeout|unreachable|dial tcp/, 'DATA_CHANNEL_UNREACHABLE'],
  [/websocket: close|unexpected EOF|connection reset|broken pipe/, 'SESSION_DROPPED'],
]

/** The problem behind the text that the service ended the session with. */
export function problemOfEnding(text: string): Problem {
  return problemOf(codeOf(endingRules, text) ?? 'SESSION_ENDED', { message: text.slice(0, 500) })
}

/** The problem behind `Cannot perform start session: …`, said by the program at `path`. */
export function problemOfFailure(message: string, path: string): Problem {
  // The listener of the plugin, on a port the system had just given away: not the tunnel's own port.
  if (/^listen tcp|bind: /.test(message))
    return problemOf('ENGINE_FAILED', { path, message: message.slice(0, 500), reason: 'listen' })
  const code = codeOf(failureRules, message)
  if (code === null) return problemOf('ENGINE_FAILED', { path, message: message.slice(0, 500) })
  return problemOf(code, { message: message.slice(0, 500) })
}

/** How systems refuse a file that is no program for them; UNKNOWN is Windows' way here. */
const notExecutable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'ENOEXEC', 'EISDIR', 'UNKNOWN'])

/** The problem behind a file that the system does not run at all. */
export function problemOfSpawn(code: string, path: string): Problem {
  if (code === 'ENOENT') return problemOf('ENGINE_NOT_FOUND', { path })
  return problemOf('ENGINE_FAILED', { path, reason: notExecutable.has(code) ? 'not-executable' : code })
}

/** The beginning says it all, and no text is so long that it keeps the patterns busy. */
const longestRead = 2_000

function codeOf(rules: readonly Rule[], text: string): ProblemCode | null {
  const beginning = text.slice(0, longestRead)
  return rules.find(([pattern]) => pattern.test(beginning))?.[1] ?? null
}
