import { fail, ok, type Result } from '#contract/problem.ts'
import type { ChannelPass } from '#contract/relay.ts'
import type { DataKey, DataKeyRequest } from '../engine/engine.ts'
import { systemClock, within } from '../clock.ts'
import { findCredentials, type Keys } from './credentials.ts'
import { generateDataKey } from './data-key.ts'
import type { SessionCall } from './invocation.ts'
import type { Network } from './network.ts'
import { signUpgrade } from './sign-upgrade.ts'

/** The calls to AWS that a running session makes by itself, with the caller's credentials. */
export interface SessionService {
  /** Opens the channel for the first time: signed where there are credentials, as it is where there are none. */
  firstPass(): Promise<ChannelPass>
  /** A new pass, or null when the session is over. Throws when AWS can not be asked just now. */
  resume(): Promise<ChannelPass | null>
  /** Has KMS make the key of an encrypted shell. */
  generateDataKey(request: DataKeyRequest): Promise<Result<DataKey>>
  /** Ends a session that has no channel to say so on. Settles in a few seconds, whatever comes of it. */
  terminate(): Promise<void>
}

/** An instance without a role takes a second or two to say so; the channel is not to wait longer. */
const credentialsMs = 5_000
const terminateMs = 3_000
/** Refusals in a row after which the caller's credentials will not get better. Between them the engine backs off. */
const refusalsBorne = 6

export function createSessionService(
  call: SessionCall,
  environment: Readonly<Record<string, string | undefined>>,
  network: Network,
): SessionService {
  const { sessionId, region, profile, ssmEndpoint } = call
  const credentials = (): Promise<Keys> => findCredentials({ profile, region, environment, network })
  let streamUrl = call.streamUrl
  let refusals = 0

  const passFor = async (tokenValue: string): Promise<ChannelPass> => ({
    tokenValue,
    streamUrl,
    upgradeHeaders: await signed(),
  })
  const signed = async (): Promise<ChannelPass['upgradeHeaders']> => {
    const found = await valueWithin(credentialsMs, credentials())
    return found === null ? {} : await signUpgrade(streamUrl, region, found)
  }

  const openClient = async (): Promise<import('@aws-sdk/client-ssm').SSMClient> => {
    const { SSMClient } = await import('@aws-sdk/client-ssm')
    const requestHandler = await network.requestHandler()
    const endpoint = ssmEndpoint === '' ? {} : { endpoint: ssmEndpoint }
    return new SSMClient({ region, credentials, requestHandler, ...endpoint, maxAttempts: 3 })
  }

  const ask = async (): Promise<ChannelPass | null> => {
    const { ResumeSessionCommand } = await import('@aws-sdk/client-ssm')
    const client = await openClient()
    const answer = await client.send(new ResumeSessionCommand({ SessionId: sessionId }))
    if (!answer.TokenValue) return null
    if (answer.StreamUrl) streamUrl = answer.StreamUrl
    return await passFor(answer.TokenValue)
  }

  return {
    firstPass: () => passFor(call.tokenValue),
    async resume() {
      try {
        const pass = await ask()
        refusals = 0
        return pass
      } catch (error) {
        refusals = isRefusal(error) ? refusals + 1 : 0
        if (nameOf(error) === 'DoesNotExistException' || refusals >= refusalsBorne) return null
        throw error
      }
    },
    async generateDataKey(request) {
      try {
        return ok(await generateDataKey(request, { region, credentials: await credentials(), environment, network }))
      } catch (error) {
        return fail('ACCESS_DENIED', { reason: error instanceof Error ? error.message : String(error) })
      }
    },
    async terminate() {
      const asked = (async () => {
        const { TerminateSessionCommand } = await import('@aws-sdk/client-ssm')
        const client = await openClient()
        await client.send(new TerminateSessionCommand({ SessionId: sessionId }))
        return null
      })()
      await valueWithin(terminateMs, asked)
    },
  }
}

/** The promise's value; null when it fails or takes longer. */
async function valueWithin<T>(limitMs: number, promise: Promise<T>): Promise<T | null> {
  const outcome = await within(
    systemClock,
    limitMs,
    promise.catch(() => 'late' as const),
  )
  return outcome === 'late' ? null : outcome
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, '$fault') === 'client' && !/Throttl/.test(error.name)
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}
