import { fail, ok } from '#domain/result.ts'
import { callerProgram } from '#contract/program-version.ts'
import type { Result } from '#contract/result.ts'
import type { ChannelPass } from '#contract/relay.ts'
import type { DataKeyRequest } from '#contract/relay.ts'
import { within } from '#domain/clock/clock.ts'
import type { DataKey } from '#relay/engine/engine.ts'
import { monotonicClock } from '#relay/clock.ts'
import { distrustOf, isPresigned } from '#network/stream-address.ts'
import { type SigningKeys, signUpgrade } from '#network/upgrade-signing.ts'
import { findCredentials, sessionNameIn } from './credentials.ts'
import { generateDataKey } from './data-key.ts'
import { reasonOf } from './ending.ts'
import type { SessionCall } from './invocation.ts'
import type { Network } from './network.ts'
import { refusalIn } from './refusal.ts'
import { noEncryption } from './texts.ts'

/** What became of the wish to open the channel again. */
export type Renewal =
  | { readonly kind: 'pass'; readonly pass: ChannelPass }
  /** The session has ended on the service. */
  | { readonly kind: 'over' }
  /** It goes on without us: nothing that we could try gets us back. */
  | { readonly kind: 'refused'; readonly reason: string }

/** The calls to AWS that a running session makes by itself, with the caller's credentials. */
export interface SessionService {
  /**
   * Opens the channel for the first time: signed where there are credentials, as it is where there are none.
   * PROXY_UNUSABLE where there is no way to its host.
   */
  firstPass(): Promise<Result<ChannelPass>>
  /** Asks for a new pass. Throws when AWS can not be asked just now; then it may be tried again. */
  resume(): Promise<Renewal>
  /** Has KMS make the key of an encrypted shell. */
  generateDataKey(request: DataKeyRequest): Promise<Result<DataKey>>
  /** Ends a session that has no channel to say so on. Settles by the deadline, whatever comes of it. */
  terminate(deadlineMs: number): Promise<void>
}

type Headers = ChannelPass['upgradeHeaders']

/** An instance without a role takes a second or two to say so; the channel is not to wait longer. */
const credentialsMs = 5_000
/** Refusals in a row after which the caller's credentials will not get better. Between them the engine backs off. */
const refusalsBorne = 6
const presignedReason = 'the connection was lost, and a session with a presigned stream URL can not be resumed'

export function createSessionService(
  call: SessionCall,
  environment: Readonly<Record<string, string | undefined>>,
  network: Network,
): SessionService {
  const { sessionId, region, profile, ssmEndpoint, isLegacy } = call
  /** AWS's plugin keeps away from credentials for the first opening only: to resume takes a signed call. */
  const opensUnsigned = environment['SSM_PLUGIN_SKIP_CLIENT_CONFIGURE'] === 'true' || isPresigned(call.streamUrl)
  const credentials = (): Promise<SigningKeys> =>
    findCredentials({ profile, region, environment, network, sessionName: sessionNameIn(sessionId) })
  let streamUrl = call.streamUrl
  let refusals = 0

  const signed = async (): Promise<Headers> => {
    const found = await valueWithin(credentialsMs, credentials())
    return found === null ? {} : await signUpgrade({ streamUrl, region, credentials: found, now: Date.now() })
  }

  const passWith = async (tokenValue: string, upgradeHeaders: Headers): Promise<Result<ChannelPass>> => {
    const route = await network.routeTo(streamUrl)
    return route.ok ? ok({ tokenValue, streamUrl, upgradeHeaders, network: route.value }) : route
  }

  const openClient = async (): Promise<import('@aws-sdk/client-ssm').SSMClient> => {
    const { SSMClient } = await import('@aws-sdk/client-ssm')
    const requestHandler = await network.requestHandler()
    const endpoint = ssmEndpoint === '' ? {} : { endpoint: ssmEndpoint }
    const customUserAgent: [string, string][] = [[...callerProgram]]
    return new SSMClient({ region, credentials, requestHandler, customUserAgent, ...endpoint, maxAttempts: 3 })
  }

  const ask = async (): Promise<Renewal> => {
    const { ResumeSessionCommand } = await import('@aws-sdk/client-ssm')
    const client = await openClient()
    const answer = await client.send(new ResumeSessionCommand({ SessionId: sessionId }))
    if (!answer.TokenValue) return { kind: 'over' }
    const distrust = answer.StreamUrl ? distrustOf(answer.StreamUrl) : null
    if (distrust !== null) return { kind: 'refused', reason: distrust }
    if (answer.StreamUrl) streamUrl = answer.StreamUrl
    const pass = await passWith(answer.TokenValue, await signed())
    return pass.ok ? { kind: 'pass', pass: pass.value } : { kind: 'refused', reason: reasonOf(pass.error) }
  }

  const judge = (error: unknown): Renewal => {
    if (error instanceof Error && error.name === 'DoesNotExistException') return { kind: 'over' }
    const refusal = refusalIn(error)
    refusals = refusal === null ? 0 : refusals + 1
    if (refusals < refusalsBorne) throw error
    return { kind: 'refused', reason: `AWS refused ${refusals} times to resume the session (${refusal})` }
  }

  return {
    firstPass: async () => passWith(call.tokenValue, opensUnsigned ? {} : await signed()),
    async resume() {
      if (isPresigned(streamUrl)) return { kind: 'refused', reason: presignedReason }
      try {
        const renewal = await ask()
        refusals = 0
        return renewal
      } catch (error) {
        return judge(error)
      }
    },
    async generateDataKey(request) {
      if (isLegacy) return fail('HANDSHAKE_REJECTED', { said: noEncryption })
      try {
        return ok(await generateDataKey(request, { region, credentials: await credentials(), environment, network }))
      } catch (error) {
        return fail('ACCESS_DENIED', { said: error instanceof Error ? error.message : String(error) })
      }
    },
    async terminate(deadlineMs) {
      const asked = (async () => {
        const { TerminateSessionCommand } = await import('@aws-sdk/client-ssm')
        const client = await openClient()
        await client.send(new TerminateSessionCommand({ SessionId: sessionId }))
        return null
      })()
      await valueWithin(deadlineMs, asked)
    },
  }
}

/** The promise's value; null when it fails or takes longer. */
async function valueWithin<T>(limitMs: number, promise: Promise<T>): Promise<T | null> {
  const outcome = await within(
    monotonicClock,
    limitMs,
    promise.catch(() => 'late' as const),
  )
  return outcome === 'late' ? null : outcome
}
