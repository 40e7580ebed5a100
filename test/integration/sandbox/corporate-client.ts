import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { SSMClient, StartSessionCommand, type StartSessionCommandInput } from '@aws-sdk/client-ssm'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { HttpsProxyAgent } from 'hpagent'
import type { Sandbox } from '#sandbox/start.ts'
import { pluginCall } from '#test/support/plugin-call.ts'
import { type RunningPlugin, watchPlugin } from '../gateway/official-plugin.ts'
import { region, type TemporaryKeys } from './support.ts'

export interface StartedSession {
  readonly sessionId: string
  readonly tokenValue: string
  readonly streamUrl: string
  readonly target: string
}

/** A call at the genuine host name, through the corporate proxy, as an SDK behind it would make it. */
export async function askBehindProxy<Answer>(
  sandbox: Sandbox,
  credentials: TemporaryKeys,
  ask: (client: SSMClient) => Promise<Answer>,
): Promise<Answer> {
  const { HTTPS_PROXY: proxy = '', AWS_CA_BUNDLE: bundle = '' } = sandbox.environment
  const httpsAgent = new HttpsProxyAgent({ proxy, ca: await readFile(bundle, 'utf8') })
  const requestHandler = new NodeHttpHandler({ httpsAgent })
  const client = new SSMClient({ region, credentials, requestHandler, maxAttempts: 1 })
  try {
    return await ask(client)
  } finally {
    client.destroy()
    httpsAgent.destroy()
  }
}

export async function startBehindProxy(
  sandbox: Sandbox,
  credentials: TemporaryKeys,
  input: StartSessionCommandInput,
): Promise<StartedSession> {
  const answer = await askBehindProxy(sandbox, credentials, (client) => client.send(new StartSessionCommand(input)))
  const { SessionId = '', TokenValue = '', StreamUrl = '' } = answer
  return { sessionId: SessionId, tokenValue: TokenValue, streamUrl: StreamUrl, target: input.Target ?? '' }
}

/** AWS's own plugin behind the corporate proxy: no address of the sandbox but the proxy's. */
export function startPluginBehindProxy(
  file: string,
  sandbox: Sandbox,
  credentials: TemporaryKeys,
  session: StartedSession,
): RunningPlugin {
  const { args, environment } = pluginCall({ ...session, region, targetId: session.target, ssmEndpoint: '' })
  const child = spawn(file, args, {
    env: {
      ...sandbox.environment,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      ...environment,
      TMPDIR: sandbox.home,
      PATH: process.env['PATH'] ?? '',
    },
  })
  return watchPlugin(child)
}
