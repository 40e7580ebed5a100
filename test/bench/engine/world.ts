import { randomUUID } from 'node:crypto'
import type { Noise } from '#sandbox/gateway/gateway.ts'
import { createGateway } from '#sandbox/gateway/index.ts'
import { type Endpoints, startEndpoints } from './endpoints.ts'

/** What the measuring process asks of the world. */
export interface WorldRequest {
  readonly id: number
  readonly open: {
    readonly port: number
    readonly delayMs?: number
    readonly sleepMs?: number
    readonly payloadBytes?: number
    readonly noise?: Noise
    /** For an interactive command instead of a port. */
    readonly commands?: string
    readonly firstOutputMs?: number
  }
}

/** The answer to one {@link WorldRequest}. */
export interface WorldAnswer {
  readonly id: number
  readonly sessionId: string
  readonly tokenValue: string
  readonly streamUrl: string
}

/** The first message of the world: where its endpoints listen. */
export type WorldReady = Omit<Endpoints, 'close'>

/** Gateway and endpoints in a process of their own, so that they do not share the event loop of what is measured. */
export async function runWorld(): Promise<void> {
  const { close: _, ...ports } = await startEndpoints()
  const gateway = await createGateway({
    port: 0,
    dial: (_target, _host, port) => ({ kind: 'tcp', host: '127.0.0.1', port }),
    authorizeUpgrade: () => true,
    log: () => undefined,
  })
  process.on('message', (request: WorldRequest) => {
    const { port, commands, ...behaviour } = request.open
    const sessionId = `bench-${randomUUID()}`
    const granted = gateway.open({
      sessionId,
      targetId: 'i-0123456789abcdef0',
      region: 'eu-west-1',
      ...(commands === undefined
        ? portSession(port)
        : { sessionType: 'InteractiveCommands', properties: { commands } }),
      agentVersion: '3.3.987.0',
      behaviour,
    })
    process.send?.({ id: request.id, sessionId, ...granted } satisfies WorldAnswer)
  })
  process.once('disconnect', () => process.exit(0))
  process.send?.(ports satisfies WorldReady)
}

function portSession(port: number) {
  const properties = { portNumber: String(port), localPortNumber: '', type: 'LocalPortForwarding' }
  return { sessionType: 'Port', properties }
}
