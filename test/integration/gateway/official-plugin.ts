import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { pluginCall } from '#test/support/plugin-call.ts'
import { type PrintedText, watchPrinted } from '#test/support/printed-text.ts'
import type { Grant } from './raw-client.ts'

/** A running plugin and all it has printed. */
export interface RunningPlugin extends PrintedText {
  readonly child: ChildProcess
  type(text: string): void
}

export interface PluginStart {
  readonly sessionId: string
  readonly grant: Grant
  readonly target: string
  /** Where it asks for a new token: `http://127.0.0.1:PORT`. */
  readonly ssmEndpoint: string
}

/** Starts the plugin the way the AWS command line does, the grant in its environment. */
export function startOfficialPlugin(file: string, start: PluginStart): RunningPlugin {
  const { sessionId, grant, target, ssmEndpoint } = start
  const { args, environment } = pluginCall({ ...grant, sessionId, targetId: target, region: 'eu-west-1', ssmEndpoint })
  const child = spawn(file, args, {
    env: {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
      PATH: process.env['PATH'] ?? '',
      TMPDIR: tmpdir(),
    },
  })
  return watchPlugin(child)
}

/** Collects what a plugin prints. */
export function watchPlugin(child: ChildProcess): RunningPlugin {
  return { child, ...watchPrinted(child), type: (text) => void child.stdin?.write(text) }
}

/** Sends bytes and collects as many, or what came before the connection was closed or reset. */
export function echoed(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const received: Buffer[] = []
    let size = 0
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (data) => {
      received.push(data)
      size += data.length
      if (size >= bytes.length) socket.end()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(Buffer.concat(received)))
  })
}
