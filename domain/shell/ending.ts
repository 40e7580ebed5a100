import type { Problem } from '#contract/problem.ts'
import type { ShellEnding } from '#contract/shells.ts'

/** Set at the far end by the account's preferences; the service's words on either are not documented, so these match loosely. */
const durationWords = /\bduration\b|maximum session|max(imum)? session/i
const idleWords = /\bidle\b|inactiv|time[d ]*\s?out/i

/** How a shell that was open came to its end, by the problem that its session was lost with. */
export function endingOf(problem: Problem): ShellEnding {
  if (problem.code === 'SESSION_ENDED') return problem.details.said === undefined ? 'left' : 'terminated'
  if (problem.code !== 'SESSION_EXPIRED') return 'lost'
  const { said = '' } = problem.details
  if (durationWords.test(said)) return 'duration'
  return idleWords.test(said) ? 'idle' : 'lost'
}

/** An exit takes its way there, what the agent still sends, and the way back: milliseconds. */
const leavingMs = 15_000

/**
 * Whether a shell that ended at the far end was left from here: something was sent to it just before (epoch ms; null: never). Else
 * its program ended by itself, or somebody ended the session at AWS; the service says the same of both.
 */
export function isLeftFromHere(endedAt: number, sentAt: number | null): boolean {
  return sentAt !== null && endedAt - sentAt <= leavingMs
}
