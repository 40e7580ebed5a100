import type { Snapshot } from '#contract/snapshot.ts'
import type { Outstanding } from '#domain/ending/outstanding.ts'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { askOverWindow } from './over-window.ts'
import { endingQuestion, type AskedOutside, type EndingAnswer } from './ending-question.ts'

/** Asks in a dialog of its own, over the window where there is one. */
export async function askEnding(
  order: AskedOutside,
  losing: Outstanding,
  { app, settings }: Snapshot,
): Promise<EndingAnswer> {
  const words = messagesOf(chooseLanguage(settings.language, app.systemLanguage))
  const { message, detail, buttons } = endingQuestion(order, losing, words)
  const { response } = await askOverWindow({
    type: 'warning',
    message,
    detail,
    buttons: buttons.map(({ label }) => label),
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return buttons[response]?.answer ?? 'keep'
}
