import type { App } from 'electron'
import { folderForSockets } from '#domain/socket-path/socket-path.ts'

/** What Chromium adds to the folder for temporary files for the socket of its lock. */
const lockSocket = '/.org.chromium.Chromium.XXXXXX/SingletonSocket'

/**
 * True for the first program on its profile. The lock is a socket in the folder for temporary files; where that folder's path is
 * too long for one, Electron says the same as when another program has the lock, so it is asked with a short one.
 */
export function takeInstanceLock(app: Pick<App, 'requestSingleInstanceLock'>, environment = process.env): boolean {
  const own = environment['TMPDIR']
  const short = folderForSockets(own, lockSocket.length, process.platform)
  if (short === null || short === own) return app.requestSingleInstanceLock()
  environment['TMPDIR'] = short
  try {
    return app.requestSingleInstanceLock()
  } finally {
    environment['TMPDIR'] = own
  }
}
