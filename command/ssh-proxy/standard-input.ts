import { Socket } from 'node:net'

/**
 * Makes `process.stdin` what ssh sends. In Electron's main process on Windows it is one that has ended; the pipe that ssh has made
 * is there nevertheless.
 */
export function openStandardInput(): void {
  if (process.platform !== 'win32' || process.versions['electron'] === undefined) return
  const value = new Socket({ fd: 0, readable: true, writable: false })
  Object.defineProperty(process, 'stdin', { value, configurable: true })
}
