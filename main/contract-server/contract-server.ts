import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import type { EventName, EventPayload } from '#contract/calls.ts'
import type { Result } from '#contract/result.ts'
import type { Log } from '#core/app/ports.ts'
import { refusalOf } from './trusted-sender.ts'

/** Serves the contract to this app's own windows, and to nobody else. */
export interface ContractServer {
  /** From now on this window's main frame is heard and told. Forgotten when it closes. */
  admit(window: BrowserWindow): void
  /** Tells every admitted window. */
  tell<N extends EventName>(name: N, payload: EventPayload<N>): void
  dispose(): void
}

/** Answers one call; nothing of its name and input has been looked at. */
export type Answer = (name: unknown, input: unknown) => Promise<Result<unknown>>

function senderUrl(event: IpcMainInvokeEvent): string | null {
  // A frame that was destroyed while its message was on the way is null.
  return event.senderFrame?.url ?? null
}

/**
 * Starts serving; calls wait until somebody answers, so that the window may load while the rest is built. A refused
 * sender gets a rejected promise and a line in the log: it is never silently ignored.
 */
export function createContractServer(answer: Promise<Answer>, log: Log): ContractServer {
  const windows = new Set<BrowserWindow>()

  ipcMain.handle('culvert:call', async (event, name: unknown, input: unknown) => {
    const refusal = refusalOf({
      ownWindow: [...windows].some((window) => window.webContents === event.sender) ? 'yes' : 'no',
      mainFrame: event.senderFrame === event.sender.mainFrame ? 'yes' : 'no',
      url: senderUrl(event),
    })
    if (refusal !== null) {
      log.error('call-refused', { refusal, url: senderUrl(event) })
      throw new Error(`Refused: ${refusal}.`)
    }
    return await (
      await answer
    )(name, input)
  })

  return {
    admit(window) {
      windows.add(window)
      window.once('closed', () => windows.delete(window))
    },
    tell(name, payload) {
      for (const window of windows) {
        if (!window.isDestroyed()) window.webContents.send('culvert:event', name, payload)
      }
    },
    dispose() {
      ipcMain.removeHandler('culvert:call')
      windows.clear()
    },
  }
}
