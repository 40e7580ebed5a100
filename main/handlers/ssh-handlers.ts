import { shell } from 'electron'
import type { CallHandlers } from '#contract/calls.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import type { SshSetupBook } from '#core/app/ssh/ssh-setup.ts'
import { ok } from '#domain/result.ts'

type SshHandlers = Pick<CallHandlers, 'ssh.setup' | 'ssh.turnOn' | 'ssh.turnOff' | 'ssh.reveal' | 'ssh.forgetProgram'>

/** What the handlers need. */
interface SshHandlerDeps {
  readonly setup: SshSetupBook
  readonly settings: SettingsBook
  /** The user's folder for ssh. */
  readonly folder: string
}

/** What a window may do with the user's ssh. It names no file and no program's path but to forget one. */
export function createSshHandlers({ setup, settings, folder }: SshHandlerDeps): SshHandlers {
  return {
    'ssh.setup': async () => ok(await setup.view()),
    'ssh.turnOn': async (wish) => await setup.turnOn(wish),
    'ssh.turnOff': async () => await setup.turnOff(),
    'ssh.reveal': async () => {
      await shell.openPath(folder)
      return ok(undefined)
    },
    'ssh.forgetProgram': async ({ program }) => {
      const rest = settings.current().agreedPrograms.filter((one) => one !== program)
      const changed = await settings.change({ agreedPrograms: rest })
      return changed.ok ? ok(undefined) : changed
    },
  }
}
