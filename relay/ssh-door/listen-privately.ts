import { chmod, lstat, mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import type { SocketPlace } from './socket-place.ts'

const ownerOnly = { folder: 0o700, file: 0o600 } as const

/** Who may come is not as it should be; the message is for the log. */
class NotPrivate extends Error {}

/**
 * Listens where only the user's own programs get: in a folder of 0700 that is no link and belongs to the user, on a socket of
 * 0600, with the secret in a file of 0600. What an app that was killed left there is replaced: one app at a time has the folder.
 * Rejects with the system's error, or with what is wrong with the folder.
 */
export async function listenPrivately(
  place: SocketPlace,
  secret: string,
  accept: (socket: Socket) => void,
): Promise<Server> {
  await mkdir(place.folder, { recursive: true, mode: ownerOnly.folder })
  await makePrivate(place.folder)
  await rm(place.secretFile, { force: true })
  await writeFile(place.secretFile, secret, { mode: ownerOnly.file, flag: 'wx' })
  const isFile = process.platform !== 'win32'
  if (isFile) await rm(place.address, { force: true })
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept)
  await listening(server, place.address)
  if (isFile) await chmod(place.address, ownerOnly.file)
  return server
}

/** The rights of a Windows folder follow from the one that it is in: the user's own. */
async function makePrivate(folder: string): Promise<void> {
  const user = process.getuid?.()
  if (user === undefined) return
  const { uid, isLink, isFolder } = await lookAt(folder)
  if (isLink || !isFolder) throw new NotPrivate(`${folder} is no folder`)
  if (uid !== user) throw new NotPrivate(`${folder} is another user's`)
  await chmod(folder, ownerOnly.folder)
}

async function lookAt(path: string) {
  const facts = await lstat(path)
  return { uid: facts.uid, isLink: facts.isSymbolicLink(), isFolder: facts.isDirectory() }
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      // Running out of file handles while accepting must not end the program; the command's retry is its own.
      server.on('error', () => undefined)
      resolve()
    })
  })
}
