import './mfa.css'
import { Timer } from 'lucide-react'
import { useId, type ReactNode, type RefObject } from 'react'
import type { MfaView } from '#contract/mfa.ts'
import { deviceName } from '#domain/mfa/code.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import { problemText } from '#words/problem-text.ts'
import { countdownText } from '#words/span.ts'
import type { Messages } from '#words/messages.ts'
import { useNow } from '../../app/clock.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { CodeField } from './code-field.tsx'
import { useCode } from './use-code.ts'
import { waitingForCode, type Waiting } from './waiting-for-code.ts'

type Entry = ReturnType<typeof useCode>

/** Why the last code would not do, and when the next one comes. */
function refusalText({ problem, nextCodeAt }: NonNullable<Entry['refused']>, words: Messages, now: number): string {
  const { mfa } = words
  if (problem.code !== 'MFA_CODE_REFUSED') return problemText(problem, words, {}).headline
  const { reason, secondsOff = 0 } = problem.details
  const said = mfa.refused[reason](secondsOff)
  if (reason === 'not-six-digits') return said
  const left = Math.ceil((nextCodeAt - now) / 1_000)
  return `${said}${mfa.gap}${left > 0 ? mfa.nextIn(left) : mfa.nextIsThere}`
}

function Help({ id, entry, waiting }: { readonly id: string; readonly entry: Entry; readonly waiting: Waiting }) {
  const words = useWords()
  const now = useNow(1_000)
  const { mfa } = words
  if (entry.state === 'checking') {
    return (
      <p id={id} className="code-help" role="status">
        <StateGlyph glyph="connecting" />
        {mfa.checking}
      </p>
    )
  }
  if (entry.refused !== null) {
    return (
      <p id={id} className="code-help" data-refused="" role="alert">
        <StateGlyph glyph="failed" />
        {refusalText(entry.refused, words, now)}
      </p>
    )
  }
  const left = waiting.until === null ? 0 : waiting.until - now
  const waits = left > 0 ? `${mfa.waitsMore(countdownText(words, left))}${mfa.gap}` : ''
  return (
    <p id={id} className="code-help">
      <Timer size={13} aria-hidden="true" />
      {waits}
      {mfa.sendsItself}
    </p>
  )
}

function Reason({ device, waiting }: { readonly device: MfaView; readonly waiting: Waiting }) {
  const words = useWords()
  const { mfa } = words
  const { tunnel, until, others } = waiting
  return (
    <p className="code-reason">
      {mfa.from} <code>{deviceName(device.serial)}</code>
      {mfa.fromEnd}
      {tunnel === null || until === null ? null : (
        <>
          {mfa.gap}
          {mfa.waits} <code>{localAddress(tunnel.preference)}</code>
          {mfa.waitsEnd}
        </>
      )}
      {others === 0 ? null : `${mfa.gap}${mfa.others(others)}`}
    </p>
  )
}

interface CodeQuestionProps {
  readonly device: MfaView
  readonly field: RefObject<HTMLInputElement | null>
  /** What stands at the start of the foot. */
  readonly note: ReactNode
  /** Of the title: 1 where nothing else is in the window. */
  readonly heading: 'h1' | 'h2'
}

/** Asks for the code of a device: what it is for, six places, and what became of the last one. */
export function CodeQuestion({ device, field, note, heading: Heading }: CodeQuestionProps) {
  const words = useWords()
  const snapshot = useSnapshot()
  const entry = useCode(device)
  const help = useId()
  const waiting = waitingForCode(device, snapshot)
  const submit = (event: { preventDefault(): void }): void => {
    event.preventDefault()
    entry.send()
  }
  return (
    <form className="code-question" onSubmit={submit}>
      <div className="code-body">
        <Heading className="sheet-title">{words.mfa.title(device.profile)}</Heading>
        <Reason device={device} waiting={waiting} />
        <CodeField
          label={words.mfa.code}
          value={entry.digits}
          state={entry.state}
          describedBy={help}
          inputRef={field}
          onChange={entry.type}
        />
        <Help id={help} entry={entry} waiting={waiting} />
      </div>
      <div className="question-actions">
        <span className="code-note grow">{note}</span>
        <Button shortcut="esc" onClick={entry.cancel}>
          {words.cancel}
        </Button>
        <Button type="submit" variant="primary" disabled={entry.digits.length < 6}>
          {words.mfa.continue}
        </Button>
      </div>
    </form>
  )
}
