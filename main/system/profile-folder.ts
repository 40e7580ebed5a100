import { accessSync, constants, mkdirSync } from 'node:fs'

/** True where the folder of the app's own files is there, or can be made, and takes files. */
export function isWritableFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
