import type { Socket } from 'node:net'

/** Lines of a socket, read one at a time. */
export interface LineReader {
  /** The next line without its end; null when the socket closes first, or the line is too long. One reader at a time. */
  next(): Promise<string | null>
  /** Reads no more lines: what has come beyond the last one is with the socket again, which is paused. */
  giveBack(): void
}

const lineEnd = 0x0a

/** Reads lines of `longest` bytes at the most. The socket is paused whenever nobody waits for a line. */
export function readLines(socket: Socket, longest: number): LineReader {
  let held: Buffer = Buffer.alloc(0)
  let isOver = false
  let tell: ((line: string | null) => void) | null = null
  const settle = (line: string | null): void => {
    socket.pause()
    tell?.(line)
    tell = null
  }
  const look = (): void => {
    if (tell === null) return
    const at = held.indexOf(lineEnd)
    const mayCome = at < 0 && held.length <= longest && !isOver
    if (mayCome) return void socket.resume()
    settle(at < 0 || at > longest ? null : held.toString('utf8', 0, at))
    held = held.subarray(at + 1)
  }
  const take = (bytes: Buffer): void => {
    held = Buffer.concat([held, bytes])
    look()
  }
  const end = (): void => {
    isOver = true
    look()
  }
  socket.on('data', take).on('end', end).on('close', end)
  socket.pause()
  const wait = (resolve: (line: string | null) => void): void => {
    tell = resolve
    look()
  }
  return {
    next: () => new Promise(wait),
    giveBack() {
      socket.off('data', take).off('end', end).off('close', end)
      socket.pause()
      if (held.length > 0 && !socket.readableEnded) socket.unshift(held)
    },
  }
}
