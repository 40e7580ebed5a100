import { join } from 'node:path'
import { SSMClient, StartSessionCommand } from '@aws-sdk/client-ssm'
import type { Sandbox } from '#sandbox/start.ts'
import { pluginCall } from '#test/support/plugin-call.ts'
import { runClient } from '#test/support/real-clients.ts'

/** A session that was started, and how the AWS CLI would call the plugin for it. */
export interface GrantedSession {
  readonly sessionId: string
  readonly tokenValue: string
  readonly streamUrl: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

export const bastion = 'i-09d4c6e2f08b371be'

/** A port to an echo service, on any free local port. */
export const toEcho = {
  DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost',
  Parameters: { host: ['echo.harborline.internal'], portNumber: ['7'], localPortNumber: ['0'] },
}

/** How long a test waits for a fact on a busy machine. */
export const patience = { timeout: 20_000 }

/** Starts a session in a sandbox without a proxy; a shell unless `wishes` name a document. */
export async function grantSession(sandbox: Sandbox, wishes: Partial<typeof toEcho> = {}): Promise<GrantedSession> {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = sandbox.environment
  const region = regionOf(sandbox)
  const credentials = { accessKeyId, secretAccessKey }
  const client = new SSMClient({ region, credentials, endpoint: sandbox.endpointUrl })
  const answer = await client.send(new StartSessionCommand({ Target: bastion, ...wishes }))
  client.destroy()
  const { SessionId: sessionId = '', TokenValue: tokenValue = '', StreamUrl: streamUrl = '' } = answer
  return asCalled(sandbox, { sessionId, tokenValue, streamUrl }, sandbox.endpointUrl)
}

type Answer = Pick<GrantedSession, 'sessionId' | 'tokenValue' | 'streamUrl'>

/** The response in the environment, as the AWS CLI hands it over. */
export function asCalled(sandbox: Sandbox, answer: Answer, ssmEndpoint: string): GrantedSession {
  const call = pluginCall({ ...answer, region: regionOf(sandbox), targetId: bastion, ssmEndpoint })
  const environment = { ...sandbox.environment, PATH: process.env['PATH'] ?? '', ...call.environment }
  return { ...answer, args: call.args, environment }
}

const regionOf = (sandbox: Sandbox): string => sandbox.environment['AWS_REGION'] ?? ''

export const isActive = (sandbox: Sandbox, sessionId: string): boolean =>
  sandbox.state().sessions.onGateway.includes(sessionId)

/** Names of the calls that were answered. */
export const actions = (sandbox: Sandbox): readonly string[] => sandbox.state().calls.map(({ action }) => action)

/** Builds the command, and gives its path under the name that AWS's tools call it by. */
export async function buildCommand(): Promise<string> {
  const script = join(import.meta.dirname, '../../../script/culvert-session.mjs')
  const folder = (await runClient(process.execPath, [script, '--path'])).trim()
  return join(folder, 'session-manager-plugin')
}
