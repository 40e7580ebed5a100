import { splitDuration } from './format.ts'
import type { Messages } from './messages.ts'

/** A span in the language's words: "6 h 12 min", "12 min", "4 s", "under 1 s". */
export function spanText(words: Messages, ms: number): string {
  const { hours, minutes, seconds } = splitDuration(ms)
  return words.span(hours, minutes, seconds)
}

/** A span that counts down, rounded up so that it never says 0 before it is over. */
export function countdownText(words: Messages, ms: number): string {
  return spanText(words, Math.ceil(Math.max(0, ms) / 1000) * 1000)
}
