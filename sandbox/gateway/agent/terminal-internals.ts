import { randomUUID } from 'node:crypto'
import { closeSync, constants, openSync, write } from 'node:fs'
import { Socket } from 'node:net'
import type { IPty } from '@lydell/node-pty'

/** From a program's end until it is no use to wait for its last words any more. */
const LAST_WORDS_MS = 10_000

/** What node-pty knows of a terminal, and its types do not tell. */
interface Internals {
  /** The master side, not blocking. */
  readonly fd: number
  /** Path of the slave side. */
  readonly ptsName: string
  /** What reads the master side. */
  readonly _socket: Socket
}

/** The pty's master side. */
export function descriptorOf(pty: IPty): number {
  return internalsOf(pty).fd
}

/**
 * Passes a pty's output on to its last byte, however late the reader comes for it. As node-pty is, it closes the terminal 200 ms
 * after the program's end, whatever is unread; and before, libuv takes the first short read from a terminal that nobody
 * writes to any more for its end. So the other side is held open here, and when the program is gone, a mark is written
 * behind its output: what comes before it is everything.
 */
export function readToTheEnd(pty: IPty, output: (bytes: Buffer) => void): void {
  const { ptsName, _socket: socket } = internalsOf(pty)
  const slave = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY)
  const mark = Buffer.from(randomUUID())
  const destroy = socket.destroy.bind(socket)
  let held = Buffer.alloc(0)
  let hasEnded = false
  let limit: NodeJS.Timeout | undefined
  const finish = (): void => void destroy()
  socket.destroy = (error?: Error) => {
    if (hasEnded || error !== undefined) return destroy(error)
    hasEnded = true
    limit = setTimeout(finish, LAST_WORDS_MS)
    write(slave, mark, () => undefined)
    return socket
  }
  socket.once('close', () => {
    clearTimeout(limit)
    closeSync(slave)
  })
  pty.onData((data: unknown) => {
    if (!Buffer.isBuffer(data)) return
    if (!hasEnded) return output(data)
    const all = Buffer.concat([held, data])
    const at = all.indexOf(mark)
    const known = at < 0 ? Math.max(0, all.length - mark.length) : at
    held = all.subarray(known)
    if (known > 0) output(all.subarray(0, known))
    if (at >= 0) finish()
  })
}

function internalsOf(pty: IPty): Internals {
  const { fd, ptsName, _socket: socket } = pty as unknown as Partial<Internals>
  if (typeof fd !== 'number' || typeof ptsName !== 'string' || !(socket instanceof Socket))
    throw new Error('this terminal is of an unknown kind')
  return { fd, ptsName, _socket: socket }
}
