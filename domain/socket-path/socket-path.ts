/** Systems where a local socket is a file. */
type SocketPlatform = 'linux' | 'darwin'

/** Bytes of a socket's path at the most: `sun_path` of `sockaddr_un`, less its final zero. */
const longestPath: Readonly<Record<SocketPlatform, number>> = { linux: 107, darwin: 103 }

/** Where a socket can always be, on every system that has sockets as files. */
const shortFolder = '/tmp'

/**
 * The folder for temporary files that a program is to be given that makes a socket of so many characters below it: the
 * one it would take, or `/tmp` where the path would be too long. Null: any is good, as on Windows.
 *
 * @param folder of the environment; absent = the system's own, which is short
 * @param nameLength characters of what the program adds, separators included
 */
export function folderForSockets(folder: string | undefined, nameLength: number, platform: string): string | null {
  if (platform !== 'linux' && platform !== 'darwin') return null
  if (folder === undefined || folder === '') return null
  return bytesOf(folder) + nameLength <= longestPath[platform] ? folder : shortFolder
}

/** Bytes of a text in UTF-8. */
function bytesOf(text: string): number {
  return encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, '_').length
}
