import type { Problem } from '#contract/problem.ts'
import type { SshFailure } from '#domain/ssh-host/ssh-failure.ts'
import { redactForSharing } from '#domain/redaction/redaction.ts'
import { visibleLines } from '#domain/text/visible.ts'
import { en } from '../en/index.ts'
import { problemText } from '../problem-text.ts'

/** Who tells it: the running app can have somebody sign in, the command alone can not. */
export type Teller = 'app' | 'command'

/** What a person reads in the terminal whose ssh gets no connection. Always English, as what ssh says is, and without secrets. */
export function sshLine(failure: SshFailure, teller: Teller): string {
  return visibleLines(redactForSharing(sentence(failure, teller)))
}

/** Told while the app has a sign-in open in the browser. */
export const waitsForSignIn = 'waiting for the sign-in in the browser'

/** Told before the command alone reaches an account of production: it asks nobody. */
export function productionLine(account: string): string {
  return visibleLines(
    redactForSharing(`${account} is production: commands run at once, on servers that serve customers`),
  )
}

function sentence(failure: SshFailure, teller: Teller): string {
  switch (failure.kind) {
    case 'malformed':
      return `${JSON.stringify(failure.host)} is no name of a host. ${forms}`
    case 'unknown':
      return `no saved tunnel tells where ${failure.host} is. ${knownNames(failure.known)}`
    case 'several':
      return `${failure.host} is in more than one place. Say which one: ${failure.candidates.join(', ')}`
    case 'several-nodes': {
      const nodes = failure.nodes.map(({ id, name }) => (name === null ? id : `${id} (${name})`))
      return `${failure.host} is more than one machine. Say which one: ${nodes.join(', ')}`
    }
    case 'declined':
      return `${failure.program ?? 'this program'} was not allowed to open SSH connections. Culvert asks again in a minute.`
    case 'problem':
      return problemLine(failure.problem, teller)
  }
}

const forms = 'Use a Name tag, Role=bastion or i-…, with .ACCOUNT.culvert behind it where several accounts have it.'

function knownNames(known: readonly string[]): string {
  if (known.length === 0)
    return 'Save a tunnel to its account first; then its bastion, and others by their names, are known.'
  return `Known are: ${known.join(', ')}. ${forms}`
}

function problemLine(problem: Problem, teller: Teller): string {
  const { headline, sentence: said } = problemText(problem, en, {})
  const line = `${headline}. ${said}`
  if (teller === 'app' || problem.code !== 'SIGN_IN_REQUIRED') return line
  const { session } = problem.details
  return `you are not signed in. Open Culvert, or run: aws sso login --sso-session ${session}`
}
