import { app } from 'electron'
import { startCulvert } from './culvert.ts'
import { declareAppProtocol } from './protocol/app-protocol.ts'

// Chromium has no sandbox for root (containers, CI), and the two switches together start nothing at all.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
declareAppProtocol()

// Two programs on one catalog would fight over the ports: the second one shows the first one's window and leaves.
if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(startCulvert)
} else {
  app.quit()
}
