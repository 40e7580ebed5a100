import { app, dialog, Menu } from 'electron'
import type { Messages } from '#words/messages.ts'
import { startCulvert } from './culvert.ts'
import { declareAppProtocol } from './protocol/app-protocol.ts'
import { takeInstanceLock } from './system/instance-lock.ts'
import { isWritableFolder } from './system/profile-folder.ts'
import { isSshCommand, runSshCommand } from './system/ssh-command.ts'
import { refusedStart, type RefusedStart } from './system/start-switches.ts'

const build = app.isPackaged ? 'packaged' : 'development'

/** Words are loaded when there is something to say: the window needs none of main's. */
const loadWords = () => import('#words/messages.ts')

/** Says why there is no window, and goes. Before the app is ready Linux has nothing to say it in but the terminal. */
function giveUp(reason: (words: Messages) => string): void {
  void loadWords().then(({ messagesOf }) => process.stderr.write(`${reason(messagesOf('en'))}\n`))
  void Promise.all([loadWords(), app.whenReady()]).then(([{ messagesOf, chooseLanguage }]) => {
    const words = messagesOf(chooseLanguage('system', app.getLocale()))
    dialog.showErrorBox(words.cannotStart, reason(words))
    app.exit(1)
  })
}

function refuse(refused: RefusedStart): void {
  const reason = ({ startRefused }: Messages): string => startRefused[refused.reason](refused.switch)
  // Taken away before Chromium acts on it.
  app.commandLine.removeSwitch(refused.switch)
  giveUp(reason)
}

function start(): void {
  // The two switches together start nothing at all.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  declareAppProtocol()
  // Electron would build one of its own for the first window; ours comes with the words that are in it.
  Menu.setApplicationMenu(null)
  // Without a folder to lock, Electron answers as if another program had it.
  const folder = app.getPath('userData')
  if (!isWritableFolder(folder)) return giveUp((words) => words.folderReadOnly(folder))
  // Two programs on one catalog would fight over the ports: the second one shows the first one's window and leaves.
  if (!takeInstanceLock(app)) return app.quit()
  // What can be missing: a folder that can not be written, a file of the app.
  const fail = (error: unknown): void => giveUp(() => (error instanceof Error ? error.message : String(error)))
  app
    .whenReady()
    .then(() => startCulvert(build))
    .catch(fail)
}

// The process ends with the command, before a display is needed.
if (isSshCommand(process.argv, build)) await runSshCommand(app.getAppPath())

const user = process.getuid?.() === 0 ? 'root' : 'other'
const refused = refusedStart({ build, user, hasSwitch: (name) => app.commandLine.hasSwitch(name) })
if (refused === null) start()
else refuse(refused)
