import { dialog, Notification } from 'electron'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import type { Messages } from '#words/messages.ts'
import type { WayBack } from '../system/way-back.ts'
import type { NoticeText } from './client-notice.ts'

/** What the note needs. */
export interface LivesOnDeps {
  readonly settings: Pick<SettingsBook, 'current' | 'change'>
  words(): Messages
  wayBack(): Promise<WayBack>
}

/** Says once, and never again on this computer, that a closed window leaves the app running. */
export interface LivesOnNote {
  windowClosed(): void
  dispose(): void
}

/** Creates the note. It is a notification; where the system shows none, a dialog. */
export function createLivesOnNote({ settings, words, wayBack }: LivesOnDeps): LivesOnNote {
  let state: 'waiting' | 'told' | 'disposed' = settings.current().knowsAppLivesOn ? 'told' : 'waiting'
  let shown: Notification | null = null
  const say = async (): Promise<void> => {
    const { livesOn } = words().notices
    const text = { title: livesOn.title, body: livesOn.wayBack[await wayBack()] }
    if (state === 'disposed') return
    if (Notification.isSupported()) {
      // Kept, or it would be collected while it is shown.
      shown = new Notification(text)
      shown.show()
    } else showDialog(text)
    await settings.change({ knowsAppLivesOn: true })
  }
  return {
    windowClosed() {
      if (state !== 'waiting') return
      state = 'told'
      void say()
    },
    dispose() {
      state = 'disposed'
      shown?.close()
    },
  }
}

function showDialog({ title, body }: NoticeText): void {
  void dialog.showMessageBox({ type: 'info', message: title, detail: body })
}
