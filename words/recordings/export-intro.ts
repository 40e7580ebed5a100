import type { RecordingHeader, SealVerdict } from '#contract/recordings.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { formatUtc } from '../format.ts'
import type { RecordingWords } from './recording-words.ts'

/** What stands above a recording that is exported as plain text. */
export function exportIntro(
  header: RecordingHeader,
  verdict: SealVerdict | null,
  { text: say, ...words }: RecordingWords,
): readonly string[] {
  const { account } = header
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    [say.who, header.user],
    [say.role, header.role],
    [say.account, account === null ? null : [account.name, account.id].filter((part) => part !== null).join(' ')],
    [say.target, [header.targetName, header.target].filter((part) => part !== null).join(' ')],
    [say.session, header.sessionId],
    [say.command, header.command],
    [say.started, formatUtc(header.startedAt)],
    [say.seal, verdictText(verdict, words)],
  ]
  // A name or a command with lines in it could say what the seal says.
  const lines = facts.flatMap(([label, value]) =>
    value === null ? [] : [`# ${label}: ${shownVisibly({ value }).value}`],
  )
  return [`# ${say.title}`, ...lines]
}

function verdictText(verdict: SealVerdict | null, words: Omit<RecordingWords, 'text'>): string {
  if (verdict === null) return words.notOver
  switch (verdict.is) {
    case 'intact':
      return words.verdictLine[verdict.keyed ? 'intact' : 'unkeyed']
    case 'unfinished':
      return `${words.verdictLine.unfinished} (${words.sealedUntil(formatUtc(verdict.until))})`
    case 'altered':
      return `${words.verdictLine.altered} (${words.sealBroken(formatUtc(verdict.from))})`
    case 'unknown-key':
      return words.verdictLine['unknown-key']
  }
}
