import { createServer } from 'node:net'

const hosts = ['127.0.0.1', '::1'] as const
const farthest = 50

async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer()
  return await new Promise((resolve) => {
    // An address that this computer does not have cannot be taken on it either.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRNOTAVAIL'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/**
 * The first of these ports and those right after it that nothing uses, so that pictures show the same ones wherever they
 * can. Ports below 32768 are never handed out to clients by Linux, nor below 49152 elsewhere.
 */
export async function freePortFrom(first: number): Promise<number> {
  for (let port = first; port < first + farthest; port += 1) {
    const free = await Promise.all(hosts.map((host) => isFree(port, host)))
    if (free.every(Boolean)) return port
  }
  throw new Error(`no free port from ${first} to ${first + farthest}`)
}
