import type { ChannelPass } from '#contract/relay.ts'
import { createRouteTo } from '#network/route.ts'
import { signUpgrade } from '#network/upgrade-signing.ts'
import { region, type SessionWorld, targetId } from './session-world.ts'

/** Access keys of whoever starts a session. */
export interface AccessKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A token and an address, as StartSession and ResumeSession answer. */
export interface Granted {
  readonly tokenValue: string
  readonly streamUrl: string
}

/** What an engine needs to know of the world that it carries a session in. */
export interface Place {
  readonly region: string
  readonly targetId: string
  /** Null for callers without any. */
  readonly credentials: AccessKeys | null
  /** Empty for the genuine one. */
  readonly ssmEndpoint: string
  /** The way out, as variables: a proxy, authorities. */
  readonly environment: Readonly<Record<string, string>>
  /** ResumeSession, for an engine whose host makes the calls. */
  resume(sessionId: string): Promise<Granted | null>
}

export const someKeys: AccessKeys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** A gateway on this computer, named as such. */
export function placeIn(world: SessionWorld, credentials: AccessKeys | null = someKeys): Place {
  return {
    region,
    targetId,
    credentials,
    ssmEndpoint: world.ssmEndpoint,
    environment: {},
    resume(sessionId) {
      const answer = world.answerTo('ResumeSession', sessionId) as { TokenValue?: string; StreamUrl?: string }
      const { TokenValue: tokenValue, StreamUrl: streamUrl } = answer
      return Promise.resolve(tokenValue && streamUrl ? { tokenValue, streamUrl } : null)
    },
  }
}

/** What the app makes of a grant for the engine in process: the upgrade is signed before it gets there. */
export async function passAt(place: Place, { tokenValue, streamUrl }: Granted): Promise<ChannelPass> {
  const { region: where, credentials } = place
  const now = Date.now()
  const upgradeHeaders = credentials === null ? {} : await signUpgrade({ streamUrl, region: where, credentials, now })
  const route = await createRouteTo({ environment: place.environment, platform: process.platform })(streamUrl)
  if (!route.ok) throw new Error(route.error.code)
  return { tokenValue, streamUrl, upgradeHeaders, network: route.value }
}

/** What a program is told of its place and its caller, and nothing of this computer's own settings. */
export function environmentAt(place: Place, home: string): Record<string, string> {
  const { credentials, environment } = place
  return {
    ...environment,
    ...(credentials === null ? {} : keyVariables(credentials)),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: home,
    TMPDIR: home,
    PATH: process.env['PATH'] ?? '',
    TERM: 'xterm-256color',
  }
}

function keyVariables({ accessKeyId, secretAccessKey, sessionToken }: AccessKeys): Record<string, string> {
  const token = sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...token }
}
