import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** Where app and command meet. */
export interface SocketPlace {
  /** Of the user alone. */
  readonly folder: string
  /** What is listened on: a Unix socket in the folder, or a pipe of Windows. */
  readonly address: string
  /** What only the user's own programs can read. */
  readonly secretFile: string
}

/** The place in the app's own folder. A pipe has no folder: it is named after the one of its app. */
export function socketPlaceIn(appFolder: string, platform: NodeJS.Platform): SocketPlace {
  const folder = join(appFolder, 'ssh')
  const secretFile = join(folder, 'proxy.key')
  if (platform !== 'win32') return { folder, secretFile, address: join(folder, 'proxy.sock') }
  const name = createHash('sha256').update(appFolder.toLowerCase()).digest('hex').slice(0, 32)
  return { folder, secretFile, address: `\\\\.\\pipe\\culvert-ssh-${name}` }
}
