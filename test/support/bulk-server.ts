import { once } from 'node:events'
import type { Socket } from 'node:net'
import { serve, TestClient, type TestServer } from './tcp.ts'

/** First byte of a connection that wants bytes without end; every other is echoed. */
const bulkMark = 'B'
const block = Buffer.alloc(65_536, 7)

/** Sends bytes without end to whoever asks for them, as a dump does, and everything back to the others. */
export function serveBulk(): Promise<TestServer> {
  return serve((socket) => {
    socket.once('data', (first: Buffer) => {
      if (first.toString('latin1', 0, 1) === bulkMark) return pour(socket)
      socket.write(first)
      return socket.pipe(socket)
    })
  })
}

function pour(socket: Socket): void {
  const more = (): void => {
    while (socket.writable && socket.write(block));
  }
  socket.on('drain', more)
  socket.on('end', () => socket.destroy())
  socket.resume()
  more()
}

/** A download that goes on until it is closed. */
export interface Download {
  /** Bytes that came so far. */
  bytes(): number
  close(): void
}

/** Starts one through a port; its first bytes have come. */
export async function startDownload(port: number): Promise<Download> {
  const { socket } = await TestClient.connect(port)
  socket.removeAllListeners('data')
  let bytes = 0
  socket.on('data', (piece: Buffer) => (bytes += piece.length))
  socket.write(bulkMark)
  await once(socket, 'data')
  return { bytes: () => bytes, close: () => socket.destroy() }
}
