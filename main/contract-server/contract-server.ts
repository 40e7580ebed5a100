import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent, type MessagePortMain } from 'electron'
import type { Caller, EventName, EventPayload } from '#contract/calls.ts'
import type { Result } from '#contract/result.ts'
import type { ShellStreamOffer } from '#contract/shell-stream.ts'
import type { Log } from '#core/app/ports.ts'
import { refusalOf } from './trusted-sender.ts'

/** Serves the contract to this app's own windows, and to nobody else. */
export interface ContractServer {
  /**
   * From now on this window's main frame is heard and told, under a name that outlives it: a window that is opened again is the same
   * to whatever was asked for in it. Forgotten when it closes.
   */
  admit(window: BrowserWindow, name: string): void
  /** Tells every admitted window. */
  tell<N extends EventName>(name: N, payload: EventPayload<N>): void
  /** Gives the trusted page's main frame in a window one end of a stream. Without such a page the port is closed. */
  giveStream(window: string, offer: ShellStreamOffer, port: MessagePortMain): void
  dispose(): void
}

/** Answers one call; nothing of its name and input has been looked at. */
export type Answer = (name: unknown, input: unknown, caller: Caller) => Promise<Result<unknown>>

/** Takes what was dropped on a window, as the preload script says; nothing of it has been looked at. */
export type Dropped = (input: unknown, caller: Caller) => Promise<Result<unknown>>

function senderUrl(event: IpcMainInvokeEvent): string | null {
  // A frame that was destroyed while its message was on the way is null.
  return event.senderFrame?.url ?? null
}

/** Who asks, if that is the page of an admitted window; throws, and says so in the log, for anybody else. */
function callerOf(event: IpcMainInvokeEvent, windows: ReadonlyMap<BrowserWindow, string>, log: Log): Caller {
  const own = [...windows].find(([window]) => window.webContents === event.sender)
  const refusal = refusalOf({
    ownWindow: own === undefined ? 'no' : 'yes',
    mainFrame: event.senderFrame === event.sender.mainFrame ? 'yes' : 'no',
    url: senderUrl(event),
  })
  if (own !== undefined && refusal === null) return { window: own[1] }
  log.error('call-refused', { refusal, url: senderUrl(event) })
  throw new Error(`Refused: ${refusal}.`)
}

/**
 * Starts serving; calls wait until somebody answers, so that the window may load while the rest is built. A refused
 * sender gets a rejected promise and a line in the log: it is never silently ignored.
 */
export function createContractServer(answer: Promise<Answer>, log: Log, dropped: Promise<Dropped>): ContractServer {
  const windows = new Map<BrowserWindow, string>()

  ipcMain.handle('culvert:call', async (event, name: unknown, input: unknown) => {
    const caller = callerOf(event, windows, log)
    const answerTo = await answer
    return await answerTo(name, input, caller)
  })
  ipcMain.handle('culvert:drop', async (event, input: unknown) => {
    const caller = callerOf(event, windows, log)
    const take = await dropped
    return await take(input, caller)
  })

  return {
    admit(window, name) {
      windows.set(window, name)
      window.once('closed', () => windows.delete(window))
    },
    tell(name, payload) {
      for (const window of windows.keys()) {
        if (!window.isDestroyed()) window.webContents.send('culvert:event', name, payload)
      }
    },
    giveStream(name, offer, port) {
      const contents = trustedPage([...windows].find(([, known]) => known === name)?.[0])
      if (contents === null) return port.close()
      // Unlike a message of a frame, this one goes to the main frame and to no other.
      contents.postMessage('culvert:stream', offer, [port])
    },
    dispose() {
      ipcMain.removeHandler('culvert:call')
      ipcMain.removeHandler('culvert:drop')
      windows.clear()
    },
  }
}

/** The page of a window, as long as it is ours. */
function trustedPage(window: BrowserWindow | undefined): BrowserWindow['webContents'] | null {
  if (window === undefined || window.isDestroyed()) return null
  const { webContents } = window
  return refusalOf({ ownWindow: 'yes', mainFrame: 'yes', url: webContents.mainFrame.url }) === null ? webContents : null
}
