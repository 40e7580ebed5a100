import type { Problem, ProblemDetails } from '#contract/problem.ts'
import * as texts from './texts.ts'

/** How a session ended, as far as the command's last words depend on it. */
export type Ending =
  /** The service closed it, with its own words. */
  | { readonly kind: 'closed'; readonly output: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** AWS will not let the session be resumed; `reason` says why. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'interrupted' }
  /** A person left with `~.`. */
  | { readonly kind: 'escaped' }
  /** Nobody can type any more. */
  | { readonly kind: 'input-ended' }
  | { readonly kind: 'left'; readonly exitCode: number }
  /** A fault of this program. */
  | { readonly kind: 'broken'; readonly reason: string }

/** What Go programs exit with when they panic, as AWS's plugin does on a response that lacks a field. */
export const panicked = 2

/** AWS's plugin exits with 0 whatever happened, unless a signal or a fault ended it. */
export function exitCodeOf(ending: Ending): number {
  if (ending.kind === 'broken') return panicked
  return ending.kind === 'left' ? ending.exitCode : 0
}

/** The last words of a session. */
export function lastWords(ending: Ending, sessionId: string): string {
  switch (ending.kind) {
    case 'closed':
      return ending.output === '' ? texts.exiting(sessionId) : texts.closedWith(sessionId, ending.output)
    case 'interrupted':
    case 'escaped':
      return texts.exiting(sessionId)
    case 'refused':
      return texts.cannotStart(ending.reason)
    case 'broken':
      return texts.cannotStart(`this program failed: ${ending.reason}`)
    case 'input-ended':
      return texts.cannotStart('EOF')
    case 'left':
      return ''
    case 'problem':
      return ending.problem.code === 'SESSION_EXPIRED'
        ? texts.timedOut(sessionId)
        : texts.cannotStart(reasonOf(ending.problem))
  }
}

/** Facts that the one line adds in brackets. */
const contextNames: readonly string[] = ['status', 'host', 'closeCode', 'afterMs']

/** What went wrong in one line: the system's or the service's words, where there are any. */
export function reasonOf(problem: Problem): string {
  if (problem.code === 'PROXY_UNUSABLE') return unusableProxy(problem.details)
  if (problem.code === 'PROXY_SIGN_IN') return 'the proxy asks for a name and a password (status 407)'
  const { code, details } = problem
  const said = 'said' in details ? details.said : undefined
  const errorType = 'errorType' in details ? details.errorType : undefined
  const context = Object.entries(details)
    .filter(([name]) => contextNames.includes(name))
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
  const name = code.toLowerCase().replaceAll('_', ' ')
  return [said ?? errorType ?? name, context === '' ? '' : ` (${context})`].join('')
}

/** Only what names the proxy's kind: its address may hold a password. */
function unusableProxy({ variable, scheme }: ProblemDetails['PROXY_UNUSABLE']): string {
  const why = scheme === undefined ? 'it is no address' : `${scheme} is not supported, http, https and socks5 are`
  return `the proxy in ${variable} can not be used: ${why}`
}
