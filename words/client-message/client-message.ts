import type { ClientMessage } from '#contract/client-message.ts'
import type { Problem } from '#contract/problem.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import type { LetGo } from '#domain/client-answer/let-go.ts'
import { traitsOf } from '#domain/problem/traits.ts'
import { redactForSharing } from '#domain/redaction/redaction.ts'
import { asciiOf } from '#domain/text/ascii.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { en } from '../en/index.ts'
import { problemText } from '../problem-text.ts'
import { surroundingsOf } from '../surroundings.ts'
import { hints, hops, nothingReached, waitsFor } from './phrases.ts'

/** Message and hint in one line: what terminals and dialogs show without cutting. */
const longestLine = 200
const longestName = 48

/**
 * What a client is told: the tunnel, the hop, what is wrong there, and the remedy. Always English and ASCII, without account
 * numbers, secrets or anybody's own words.
 */
export function clientMessageOf(tunnel: SavedTunnel, letGo: LetGo): ClientMessage {
  const name = nameOf(tunnel)
  switch (letGo.why) {
    case 'problem':
      return aboutProblem(name, tunnel, letGo.problem)
    case 'on-its-way': {
      const hint = letGo.step === 'sign-in' ? hints['sign-in'] : hints.retry
      return { message: `Culvert: ${name} is not open yet: ${waitsFor[letGo.step]}`, detail: nothingReached, hint }
    }
    case 'started-by-hand':
      return {
        message: `Culvert: ${name} is not connected: its session starts by hand`,
        detail: nothingReached,
        hint: 'Open Culvert and connect it.',
      }
  }
}

function aboutProblem(name: string, tunnel: SavedTunnel, problem: Problem): ClientMessage {
  const { hop, remedy } = traitsOf(problem)
  const hint = hints[remedy]
  const start = `Culvert: ${name} failed${hop === null ? '' : ` at ${hops[hop]}`}: `
  const { headline } = problemText(problem, en, surroundingsOf(tunnel))
  const room = longestLine - start.length - hint.length - '. '.length
  return {
    message: start + shortened(inSentence(told(headline)), room),
    detail: nothingReached,
    hint,
  }
}

/** A name that ASCII cannot spell, or that has to keep something to itself, is told by its port, which the client knows. */
function nameOf(tunnel: SavedTunnel): string {
  const full = fullName(tunnel)
  const said = told(full)
  const name = shortened(said, longestName)
  const port = `port ${tunnel.preference.localPort}`
  if (!/[A-Za-z0-9]/.test(name)) return port
  const isWhole = said === asciiOf(full) && (!said.includes('?') || full.includes('?'))
  return isWhole ? name : `${name} (${port})`
}

/** Redacted once more in ASCII: there wide digits are an account number, and what was parted by what nobody sees is a key. */
function told(text: string): string {
  return redactForSharing(asciiOf(redactForSharing(text)))
}

/** A headline after a colon: its first word in small letters, unless it is written in capitals or is our name. */
function inSentence(headline: string): string {
  return /^(Culvert\b|[A-Z][A-Z0-9]|[A-Z]$)/.test(headline)
    ? headline
    : headline.slice(0, 1).toLowerCase() + headline.slice(1)
}

/** Cut between words, with dots for the rest. */
function shortened(text: string, room: number): string {
  if (text.length <= room) return text
  const cut = text.slice(0, room - 3)
  const space = cut.lastIndexOf(' ')
  return `${(space > room / 2 ? cut.slice(0, space) : cut).trimEnd()}...`
}
