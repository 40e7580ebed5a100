import { app, dialog } from 'electron'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { startCulvert } from './culvert.ts'
import { declareAppProtocol } from './protocol/app-protocol.ts'

// Chromium has no sandbox for root (containers, CI), and the two switches together start nothing at all.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
declareAppProtocol()

// Two programs on one catalog would fight over the ports: the second one shows the first one's window and leaves.
if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(startCulvert)
    .catch((error: unknown) => {
      // Nothing is there yet to show it in: a folder that can not be written, a file of the app that is missing.
      const words = messagesOf(chooseLanguage('system', app.getLocale()))
      dialog.showErrorBox(words.cannotStart, error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
} else {
  app.quit()
}
