import type { Duplex, Readable, Writable } from 'node:stream'

/**
 * Joins ssh's two pipes with the connection: back-pressure both ways, and each direction ends by itself. Resolves when the far end
 * has ended and all that it sent is written, or when ssh is gone.
 */
export function joinStreams(input: Readable, output: Writable, connection: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const leave = (): void => {
      connection.destroy()
      resolve()
    }
    for (const stream of [input, output, connection]) stream.on('error', leave)
    connection.once('end', () => void output.write('', () => leave()))
    connection.once('close', resolve)
    connection.pipe(output, { end: false })
    input.pipe(connection)
  })
}
