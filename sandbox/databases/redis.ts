import { once } from 'node:events'
import { connect } from 'node:net'
import { serverAccount } from './account.ts'
import { startInDataFolder } from './data-folder.ts'
import type { DatabaseServer } from './databases.ts'
import { redisKeys } from './seeds.ts'
import { startOnFreePort, startServer } from './server-process.ts'

/** A Redis of this computer, without persistence or password, on a free loopback port. */
export async function startRedis(program: string): Promise<DatabaseServer> {
  const account = await serverAccount(['redis'])
  return startInDataFolder(account, async (folder) => {
    const { port, server } = await startOnFreePort((candidate) =>
      startServer({
        program,
        args: ['--port', String(candidate), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
        account,
        folder,
        readyLine: /Ready to accept connections/,
        stopSignal: 'SIGTERM',
      }),
    )
    await seed(port)
    return {
      server,
      access: { engine: 'redis', host: '127.0.0.1', port, user: '', password: '', database: '', server: 'Redis' },
    }
  })
}

/** RESP needs no client library for a handful of commands: the server closes the connection after `QUIT`. */
async function seed(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const commands = [...redisKeys, ['QUIT']].map(encodeCommand).join('')
  socket.resume()
  socket.write(commands)
  await once(socket, 'close')
}

const encodeCommand = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`
