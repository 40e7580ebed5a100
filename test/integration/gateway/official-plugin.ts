import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Grant } from './raw-client.ts'

const INSTALLED = '/usr/local/sessionmanagerplugin/bin/session-manager-plugin'

/** AWS's own client on this machine: at its usual place, by environment, or on PATH; null when there is none. */
export function findOfficialPlugin(): string | null {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'session-manager-plugin'))
  const candidates = [INSTALLED, process.env['CULVERT_SESSION_MANAGER_PLUGIN'] ?? '', ...onPath]
  return candidates.find((file) => file !== '' && isExecutable(file)) ?? null
}

/** A running plugin and all it has printed. */
export interface RunningPlugin {
  readonly child: ChildProcess
  output(): string
  /** Resolves when the output matches; rejects when the plugin exits without. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>
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
  const response = { SessionId: sessionId, TokenValue: grant.tokenValue, StreamUrl: grant.streamUrl }
  const request = JSON.stringify({ Target: target })
  const args = ['AWS_SSM_START_SESSION_RESPONSE', 'eu-west-1', 'StartSession', '', request, ssmEndpoint]
  const child = spawn(file, args, {
    env: {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SSM_START_SESSION_RESPONSE: JSON.stringify(response),
      PATH: process.env['PATH'] ?? '',
      TMPDIR: tmpdir(),
    },
  })
  return watchPlugin(child)
}

/** Collects what a plugin prints. */
export function watchPlugin(child: ChildProcess): RunningPlugin {
  let output = ''
  const checks = new Set<() => void>()
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const collect = (data: Buffer): void => {
    output += data.toString()
    for (const check of checks) check()
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const match = pattern.exec(output)
        if (match !== null) resolve(match)
      }
      checks.add(check)
      check()
      void exited.then(() => reject(new Error(`The plugin exited without ${String(pattern)}: ${output}`)))
    })
  return { child, output: () => output, printed, exited, type: (text) => void child.stdin?.write(text) }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
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
