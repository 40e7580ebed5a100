import { ResumeSessionCommand } from '@aws-sdk/client-ssm'
import type { AgentBehaviour } from '#sandbox/gateway/index.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { askBehindProxy, startBehindProxy } from '../integration/sandbox/corporate-client.ts'
import { region } from '../integration/sandbox/support.ts'
import type { EngineUnderTest, TerminalCarrier } from './carrier.ts'
import type { AccessKeys, Place } from './place.ts'

/** What an encrypted session is to be like; the rest is usual. */
export interface EncryptedStart {
  readonly behaviour?: Partial<AgentBehaviour>
  /** A document and its command; a shell without. */
  readonly document?: 'AWS-StartInteractiveCommand' | 'Harborline-RunCommand'
  readonly command?: string
  /** What goes wrong from the start. */
  readonly before?: (sandbox: Sandbox) => void
}

export interface EncryptedWorld {
  readonly sandbox: Sandbox
  /** What the gateway told, such as `gateway.channel-opened`. */
  readonly events: readonly string[]
}

const bastion = 'i-0ab3f29c81d7e4402'
const encrypting: Partial<AgentBehaviour> = {
  kmsKeyId: 'alias/session-manager',
  firstOutputMs: 0,
  sleepMs: 0,
  completionMs: 100,
}

/**
 * Joins a terminal with an encrypted session of the sandbox: a company's network with genuine names, where KMS checks
 * who asks, and every signature. Nothing of it is left when `use` has settled.
 */
export async function withEncrypted(
  engine: EngineUnderTest,
  start: EncryptedStart,
  use: (opening: Promise<TerminalCarrier>, world: EncryptedWorld) => Promise<void>,
): Promise<void> {
  const behaviour = { ...encrypting, ...start.behaviour }
  const events: string[] = []
  const log = (event: string): void => void events.push(event)
  const sandbox = await startSandbox({ databases: [], network: 'corporate', behaviour, log })
  try {
    start.before?.(sandbox)
    const credentials = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
    const session = await startBehindProxy(sandbox, credentials, requestOf(start))
    await use(engine.openTerminal(placeIn(sandbox, credentials), session, { kind: 'shell' }), { sandbox, events })
  } finally {
    await engine.dispose()
    await sandbox.stop()
  }
}

function requestOf({ document, command = '' }: EncryptedStart): Parameters<typeof startBehindProxy>[2] {
  const Target = bastion
  return document === undefined ? { Target } : { Target, DocumentName: document, Parameters: { command: [command] } }
}

function placeIn(sandbox: Sandbox, credentials: Required<AccessKeys>): Place {
  return {
    region,
    targetId: bastion,
    credentials,
    ssmEndpoint: '',
    environment: sandbox.environment,
    async resume(sessionId) {
      const command = new ResumeSessionCommand({ SessionId: sessionId })
      const { TokenValue, StreamUrl } = await askBehindProxy(sandbox, credentials, (client) => client.send(command))
      return TokenValue && StreamUrl ? { tokenValue: TokenValue, streamUrl: StreamUrl } : null
    },
  }
}
