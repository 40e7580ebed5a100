import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { echoFields, openTunnelWorldOver, type TunnelWorld } from '../../integration/tunnels/tunnel-world.ts'
import { startRelayProcess, type RelayInProcess } from '../../support/relay-process.ts'
import { startSandboxProcess, type SandboxProcess } from '../../support/sandbox-process.ts'
import { pourMark } from '../engine/endpoints.ts'
import type { WorldReady } from '../engine/world.ts'
import { openClient } from '../tunnel/bench-relay.ts'

/** The whole core, the relay as the app runs it, and the sandbox with the real agent's pace, in a process each. */
export interface PoolWorld {
  readonly world: TunnelWorld<RelayInProcess>
  readonly sandbox: SandboxProcess
  /** Opens a port to the mixed endpoint, without a session yet. */
  arm(): Promise<{ readonly id: string; readonly port: number }>
  stop(): Promise<void>
}

/** @param programs paths of the built programs */
export async function openPoolWorld(programs: { readonly relay: string; readonly farEnd: string }): Promise<PoolWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-pool-'))
  const farEnd = fork(programs.farEnd, [])
  const [ready] = (await once(farEnd, 'message')) as [WorldReady]
  const sandbox = await startSandboxProcess(['--databases', 'none'])
  await sandbox.fault({
    ...{ kind: 'endpoint', ...echoFields.endpoint },
    leadsTo: { kind: 'tcp', host: '127.0.0.1', port: ready.mixedPort },
  })
  const relay = await startRelayProcess({ entry: programs.relay, runFile: join(folder, 'relay.json') })
  const world = await openTunnelWorldOver(sandbox, relay)
  await world.identity.signIns.start('harborline')
  return {
    world,
    sandbox,
    arm: () => world.armTunnel(),
    async stop() {
      await world.dispose()
      await sandbox.stop()
      farEnd.disconnect()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A download that goes on until it is closed. */
export interface Dump {
  /** Bytes that came so far. */
  bytes(): number
  close(): void
}

/** Starts one; its first bytes have come. */
export async function startDump(port: number): Promise<Dump> {
  const socket: Socket = await openClient(port)
  let bytes = 0
  socket.on('data', (piece: Buffer) => (bytes += piece.length))
  socket.write(Buffer.from([pourMark]))
  await once(socket, 'data')
  return { bytes: () => bytes, close: () => socket.destroy() }
}

/** Resolves when a tunnel has opened so many sessions beside others. */
export async function lanesOpened({ world }: PoolWorld, id: string, count: number): Promise<void> {
  await world.seen(id, ({ timeline }) => timeline.filter(({ kind }) => kind === 'lane-opened').length >= count)
}
