import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { GrantedAccess } from '../../app/node-access-ports.ts'
import type { SessionPlace } from '../../app/ports.ts'
import { isExpiredCredentials, translate, type Asked, type NamedProblems } from '../errors/translate.ts'

/** Credentials as the SDK's clients take them. */
export interface AwsKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

interface PlaceCallsDeps {
  readonly clock: Clock
  readonly credentials: RenewableCredentials
  /** Credentials of requests that were approved. */
  readonly access?: Pick<GrantedAccess, 'credentialsOf'>
}

/** One call at a place; `ask` gets the credentials to make its client with. */
interface PlaceCall<T> {
  readonly operation: string
  /** The service's own error names. */
  readonly names: NamedProblems
  readonly on?: Asked['on']
  ask(credentials: AwsKeys): Promise<T>
}

/** Makes a call with the profile's credentials, once more with new ones when they have ended, and translates failures. */
export type CallAtPlace = <T>(place: SessionPlace, call: PlaceCall<T>) => Promise<Result<T>>

export function createPlaceCalls({ clock, credentials, access }: PlaceCallsDeps): CallAtPlace {
  // A session outlives the access that it was started with, and is ended by whoever started it.
  const credentialsAt = async ({ profile, accessRequest }: SessionPlace): Promise<Result<TemporaryCredentials>> => {
    const granted = accessRequest === undefined ? undefined : await access?.credentialsOf(accessRequest)
    return granted?.ok === true ? granted : await credentials.credentialsOf(profile)
  }
  return async (place, call) => {
    const asked: Asked = { operation: call.operation, on: call.on, as: holderOf(place.profile) }
    for (const last of [false, true]) {
      const found = await credentialsAt(place)
      if (!found.ok) return found
      try {
        return ok(await call.ask(keysOf(found.value)))
      } catch (error) {
        if (!last && isExpiredCredentials(error)) {
          credentials.forget(place.profile)
          continue
        }
        return { ok: false, error: translate(error, call.names, asked, clock.now()) }
      }
    }
    throw new Error('unreachable: the last attempt returns')
  }
}

function holderOf(profile: ProfileRef): NonNullable<Asked['as']> {
  return profile.type === 'sso' ? { session: profile.session } : { profile: profile.name }
}

/** The keys alone: the SDK would renew credentials that say when they end. */
export function keysOf({ accessKeyId, secretAccessKey, sessionToken }: TemporaryCredentials): AwsKeys {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}
