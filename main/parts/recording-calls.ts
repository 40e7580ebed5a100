import { environmentOf } from '#domain/environments.ts'
import { environmentName } from '#words/environment-name.ts'
import { messagesOf, type Language } from '#words/messages.ts'
import { recordingWordsOf } from '#words/recordings/recording-words.ts'
import { askCarefully, askPlace } from '../dialogs/ask-carefully.ts'
import { createRecordingHandlers } from '../handlers/recording-handlers.ts'
import type { ControlPlane } from './control-plane.ts'

/** What a window may do with recordings; what must not be lost unasked is asked in main's own dialogs. */
export function recordingHandlersOf(
  { recordings, settings, snapshot }: Pick<ControlPlane, 'recordings' | 'settings' | 'snapshot'>,
  language: () => Language,
): ReturnType<typeof createRecordingHandlers> {
  return createRecordingHandlers({
    recordings,
    settings,
    words: () => recordingWordsOf(language()),
    environmentName: (id) =>
      environmentName(environmentOf(snapshot.current().environments, id), messagesOf(language())),
    ask: askCarefully,
    askPlace,
  })
}
