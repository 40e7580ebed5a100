import type { CallHandlers } from '#contract/calls.ts'
import type { RecordingChoice, RecordingKeeping } from '#contract/recordings.ts'
import type { Result } from '#contract/result.ts'
import type { Recordings } from '#core/app/recordings/recordings.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import { recordingChoiceOf, recordsLess } from '#domain/recording/choice.ts'
import { fail, ok } from '#domain/result.ts'
import { formatTime } from '#words/format.ts'
import { exportIntro } from '#words/recordings/export-intro.ts'
import type { RecordingWords } from '#words/recordings/recording-words.ts'

type RecordingHandlers = Pick<CallHandlers, Extract<keyof CallHandlers, `recording.${string}`>>

/** A question whose safe answer is to leave things as they are. */
interface RecordingQuestion {
  readonly message: string
  readonly detail: string
  readonly cancel: string
  readonly action: string
}

/** What the handlers need. */
export interface RecordingHandlerDeps {
  readonly recordings: Recordings
  readonly settings: SettingsBook
  words(): RecordingWords
  environmentName(id: string): string
  /** Main's own dialogs: no page answers them. */
  ask(question: RecordingQuestion): Promise<boolean>
  askPlace(title: string, name: string): Promise<string | null>
}

/** What a window may do with recordings. Whatever makes less of them is asked about in main's own dialog. */
export function createRecordingHandlers(deps: RecordingHandlerDeps): RecordingHandlers {
  const { recordings } = deps
  return {
    'recording.list': async () => ok(await recordings.list()),
    'recording.outline': ({ id }) => recordings.outline(id),
    'recording.check': async ({ id }) => {
      const checked = await recordings.check(id)
      return checked.ok ? ok({ verdict: checked.value }) : checked
    },
    'recording.piece': async ({ id, from }) => {
      const piece = await recordings.piece(id, from)
      if (!piece.ok) return piece
      return ok({ bytes: Buffer.from(piece.value.bytes).toString('base64'), next: piece.value.next })
    },
    'recording.search': ({ id, text }) => recordings.search(id, text),
    'recording.transfers': ({ search }) => recordings.transfers(search),
    'recording.export': ({ id, format }) => exported(deps, id, format),
    'recording.delete': ({ id }) => deleted(deps, id),
    'recording.choose': ({ environment, choice }) => chosen(deps, environment, choice),
    'recording.keep': (keeping) => kept(deps, keeping),
  }
}

async function exported(
  { recordings, words, askPlace }: RecordingHandlerDeps,
  id: string,
  format: 'asciicast' | 'text',
): Promise<Result<{ saved: boolean }>> {
  const plan = await recordings.planExport(id, format)
  if (!plan.ok) return plan
  const { found, name, verdict } = plan.value
  const { content } = found.entry
  if (content.is !== 'readable') return fail('RECORDING_UNREADABLE', { reason: 'not-ours' })
  const path = await askPlace(words().export, name)
  if (path === null) return ok({ saved: false })
  const written = await recordings.export(plan.value, format, path, exportIntro(content.header, verdict, words()))
  return written.ok ? ok({ saved: true }) : written
}

async function deleted(
  { recordings, words, ask }: RecordingHandlerDeps,
  id: string,
): Promise<Result<{ deleted: boolean }>> {
  const found = await recordings.find(id)
  if (!found.ok) return found
  const { delete: say, cancel } = words().ask
  const { target, startedAt } = found.value.entry
  const time = `${new Date(startedAt).toISOString().slice(0, 10)} ${formatTime(startedAt)}`
  if (!(await ask({ message: say.message(target, time), detail: say.detail, action: say.action, cancel })))
    return ok({ deleted: false })
  const removed = await recordings.remove(id)
  return removed.ok ? ok({ deleted: true }) : removed
}

async function chosen(
  { settings, words, ask, environmentName }: RecordingHandlerDeps,
  environment: string,
  choice: RecordingChoice,
): Promise<Result<void>> {
  const { recordShells } = settings.current()
  const isLess = recordsLess(choice, recordingChoiceOf(recordShells, environment))
  if (isLess && choice !== 'required') {
    const { less, cancel } = words().ask
    const question = { message: less.message(environmentName(environment)), detail: less.detail[choice] }
    if (!(await ask({ ...question, action: less.action, cancel }))) return ok(undefined)
  }
  return withoutValue(
    await settings.change({ recordShells: { ...settings.current().recordShells, [environment]: choice } }),
  )
}

/** Whether some recordings go sooner than they would, though it may be none of those that are there now. */
function keepsLess(wanted: RecordingKeeping, now: RecordingKeeping): boolean {
  const isLess = (one: number | null, other: number | null): boolean => (one ?? Infinity) < (other ?? Infinity)
  return isLess(wanted.days, now.days) || isLess(wanted.megabytes, now.megabytes)
}

async function kept(
  { recordings, settings, words, ask }: RecordingHandlerDeps,
  keepRecordings: RecordingKeeping,
): Promise<Result<void>> {
  const going = await recordings.outlived(keepRecordings)
  if (going.length > 0 || keepsLess(keepRecordings, settings.current().keepRecordings)) {
    const { keep: say, keepLess, cancel } = words().ask
    const gone = { message: say.message(going.length), detail: say.detail, action: say.action(going.length) }
    if (!(await ask({ ...(going.length > 0 ? gone : keepLess), cancel }))) return ok(undefined)
  }
  const changed = await settings.change({ keepRecordings })
  if (changed.ok) await recordings.prune()
  return withoutValue(changed)
}

function withoutValue(result: Result<unknown>): Result<void> {
  return result.ok ? ok(undefined) : result
}
