import type { StreamPort } from '../stream-port.ts'

/** The part of Electron's `MessagePortMain` that is used here. */
export interface ElectronPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** A port that came from main, to a page. What arrives waits until there is a listener. */
export function streamPortOf(port: ElectronPort): StreamPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}
