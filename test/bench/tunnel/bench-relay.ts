import type { LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { plainGuard } from '#test/support/door-guard.ts'
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRelayProcess } from '../../support/relay-process.ts'
import { freePort } from '../../support/tcp.ts'
import type { WorldAnswer, WorldReady, WorldRequest } from '../engine/world.ts'
import { direct } from '#test/support/direct-route.ts'

const stopDeadlineMs = 5_000
const sessionDeadlineMs = 30_000

/** AWS's own plugin on this machine. */
export type PluginBinary = Pick<LocatedPlugin, 'file' | 'identity' | 'version'>

/** Constants of the agent that differ from the real one's. */
export type AgentConstants = Omit<WorldRequest['open'], 'port'>

/** An armed door of the relay whose session has not been started. */
export interface BenchTunnel {
  readonly port: number
  /** Starts a session to an endpoint's port and resolves when it carries clients. */
  startSession(): Promise<void>
  close(): Promise<void>
}

/** The relay as the app runs it, and the sandbox's gateway as the far end, in a process each. */
export interface BenchRelay {
  readonly endpoints: WorldReady
  /** The pid of the relay; the plugins are its children. */
  pid(): number
  openTunnel(endpointPort: number, plugin: PluginBinary | null, agent?: AgentConstants): Promise<BenchTunnel>
  stop(): Promise<void>
}

/** @param programs paths of the built programs */
export async function startBenchRelay(programs: { relay: string; farEnd: string }): Promise<BenchRelay> {
  const scratch = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  const farEnd = fork(programs.farEnd, [])
  const [endpoints] = (await once(farEnd, 'message')) as [WorldReady]
  const relay = await startRelayProcess({ entry: programs.relay, runFile: join(scratch, 'relay.json') })
  const grant = async (open: WorldRequest['open']): Promise<WorldAnswer> => {
    farEnd.send({ id: 0, open } satisfies WorldRequest)
    const [answer] = (await once(farEnd, 'message')) as [WorldAnswer]
    return answer
  }

  const openTunnel: BenchRelay['openTunnel'] = async (endpointPort, plugin, agent = {}) => {
    const tunnelId = randomUUID()
    const port = await freePort()
    relay.order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: sessionDeadlineMs })
    await relay.facts.waitFor('door-opened', { match: (fact) => fact.tunnelId === tunnelId })
    const startSession = async (): Promise<void> => {
      const { sessionId, tokenValue, streamUrl } = await grant({ ...agent, port: endpointPort })
      relay.order({
        type: 'start-session',
        grant: {
          sessionId,
          targetId: 'i-0123456789abcdef0',
          region: 'eu-west-1',
          purpose: { for: 'forward', endpoint: { host: 'localhost', port: endpointPort } },
          pass: { tokenValue, streamUrl, upgradeHeaders: {}, network: direct },
          engine:
            plugin === null ? { name: 'builtin' } : { name: 'plugin', ...plugin, path: plugin.file, ssmEndpoint: '' },
        },
      })
      relay.order({ type: 'serve-door', tunnelId, sessionId, before: 'drains' })
      const isOurs = (fact: { readonly sessionId: string }): boolean => fact.sessionId === sessionId
      const failed = relay.facts.waitFor('session-failed', { match: isOurs, limitMs: sessionDeadlineMs })
      const ready = relay.facts.waitFor('session-ready', { match: isOurs, limitMs: sessionDeadlineMs })
      await Promise.race([ready, failed.then(({ problem }) => Promise.reject(new Error(JSON.stringify(problem))))])
      failed.catch(() => undefined)
    }
    const close = async (): Promise<void> => {
      relay.order({ type: 'close-door', tunnelId, deadlineMs: stopDeadlineMs })
      await relay.facts.waitFor('door-closed', { match: (fact) => fact.tunnelId === tunnelId })
    }
    return { port, startSession, close }
  }
  const stop = async (): Promise<void> => {
    await relay.dispose()
    farEnd.disconnect()
    await rm(scratch, { recursive: true, force: true })
  }
  return { endpoints, pid: () => relay.pid(), openTunnel, stop }
}

/** A client as a database tool opens one. */
export async function openClient(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  return socket
}
