import { parseDenial } from '#domain/problem/parse-denial.ts'
import { problemOf, type SaidCode } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import { closingProblem } from '../closing-text.ts'

type Rule = readonly [pattern: RegExp, code: SaidCode]

/** What the plugin itself says when it can not go on. */
const failureRules: readonly Rule[] = [
  [/x509|certificate/, 'TLS_UNTRUSTED'],
  [/bad handshake|403|AccessDenied/, 'DATA_CHANNEL_REFUSED'],
  [/ExpiredToken|credentials/i, 'CREDENTIALS_INVALID'],
  [/no such host|connection refused|i\/o timeout|unreachable|dial tcp/, 'DATA_CHANNEL_UNREACHABLE'],
  [/websocket: close|unexpected EOF|connection reset|broken pipe/, 'SESSION_DROPPED'],
]

/** The problem behind the text that the service ended the session with: the builtin engine's, for the same words. */
export function problemOfEnding(text: string): Problem {
  return keyProblem(text) ?? closingProblem(text)
}

/** The problem behind `Cannot perform start session: …`, said by the program at `path`. */
export function problemOfFailure(message: string, path: string): Problem {
  const said = message.slice(0, 500)
  // The listener of the plugin, on a port the system had just given away: not the tunnel's own port.
  if (/^listen tcp|bind: /.test(message)) return problemOf('ENGINE_FAILED', { path, reason: 'listen', said })
  const code = codeOf(failureRules, message)
  if (code === null) return problemOf('ENGINE_FAILED', { path, reason: 'cannot-start', said })
  return problemOf(code, { said })
}

/** The plugin asks KMS itself for the key of a session that the account encrypts, and the agent repeats what it was answered. */
function keyProblem(text: string): Problem | null {
  const found = /KMS GenerateDataKey API: (\w{1,100}): ([^\n]*)/.exec(text.slice(0, longestRead))
  const [, error, awsMessage] = found ?? []
  if (error === undefined || awsMessage === undefined) return null
  const aws = { operation: 'GenerateDataKey', error, awsMessage: awsMessage.slice(0, 1_000), requestId: null }
  if (!error.startsWith('AccessDenied')) return problemOf('SESSION_KEY_UNUSABLE', { aws })
  return problemOf('ACCESS_DENIED', { denial: parseDenial(awsMessage), aws })
}

/** How systems refuse a file that is no program for them; UNKNOWN is Windows' way here. */
const notExecutable: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'ENOEXEC', 'EISDIR', 'UNKNOWN'])

/** The problem behind a file that the system does not run at all. */
export function problemOfSpawn(code: string, path: string): Problem {
  if (code === 'ENOENT') return problemOf('ENGINE_NOT_FOUND', { path })
  if (notExecutable.has(code)) return problemOf('ENGINE_UNUSABLE', { path, reason: 'not-executable' })
  return problemOf('ENGINE_FAILED', { path, reason: 'not-started', said: code })
}

/** The beginning says it all, and no text is so long that it keeps the patterns busy. */
const longestRead = 2_000

function codeOf(rules: readonly Rule[], text: string): SaidCode | null {
  const beginning = text.slice(0, longestRead)
  return rules.find(([pattern]) => pattern.test(beginning))?.[1] ?? null
}
