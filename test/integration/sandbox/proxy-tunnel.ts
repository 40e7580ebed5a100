import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Sandbox } from '#sandbox/start.ts'

/** What a proxy said to a CONNECT. */
export interface TunnelAnswer {
  /** 0 when it closed without a word. */
  readonly status: number
  readonly head: string
  readonly socket: Socket
}

/** Asks the sandbox's proxy for a connection to `host`, in plain HTTP and without any library's opinions. */
export async function askProxy(
  sandbox: Sandbox,
  host: string,
  headers: Readonly<Record<string, string>> = {},
  port = 443,
): Promise<TunnelAnswer> {
  const proxy = new URL(sandbox.environment['HTTPS_PROXY'] ?? '')
  const socket = connect(Number(proxy.port), proxy.hostname)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nhost: ${host}:${port}\r\n${lines.join('')}\r\n`)
  let head = ''
  socket.on('error', () => socket.destroy())
  await new Promise<void>((resolve) => {
    socket.on('data', (data: Buffer) => {
      head += data.toString('latin1')
      if (head.includes('\r\n\r\n')) resolve()
    })
    socket.once('close', () => resolve())
  })
  socket.removeAllListeners('data')
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, socket }
}

/** TLS inside a tunnel, as a client that trusts the sandbox's authority; rejects when the certificate does not do. */
export async function secure(sandbox: Sandbox, { socket }: TunnelAnswer, servername: string): Promise<TLSSocket> {
  const ca = await readFile(sandbox.environment['SSL_CERT_FILE'] ?? '', 'utf8')
  const tls = connectTls({ socket, servername, ca })
  await once(tls, 'secureConnect')
  return tls
}
