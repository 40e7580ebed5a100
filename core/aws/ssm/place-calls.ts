import { ok } from '#domain/result.ts'
import type { ProblemCode } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { Clock, SessionPlace } from '../../app/ports.ts'
import { isExpiredCredentials, translate, type Context } from '../errors/translate.ts'

/** Credentials as the SDK's clients take them. */
export interface AwsKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface PlaceCallsDeps {
  readonly clock: Clock
  readonly credentials: RenewableCredentials
}

/** One call at a place; `ask` gets the credentials to make its client with. */
export interface PlaceCall<T> {
  readonly operation: string
  /** The service's own error names. */
  readonly names: Readonly<Record<string, ProblemCode>>
  readonly context?: Context
  ask(credentials: AwsKeys): Promise<T>
}

/** Makes a call with the profile's credentials, once more with new ones when they have ended, and translates failures. */
export type CallAtPlace = <T>(place: SessionPlace, call: PlaceCall<T>) => Promise<Result<T>>

export function createPlaceCalls({ clock, credentials }: PlaceCallsDeps): CallAtPlace {
  return async (place, call) => {
    const context = { operation: call.operation, region: place.region, ...call.context }
    for (const last of [false, true]) {
      const found = await credentials.credentialsOf(place.profile)
      if (!found.ok) return found
      try {
        return ok(await call.ask(keysOf(found.value)))
      } catch (error) {
        if (!last && isExpiredCredentials(error)) {
          credentials.forget(place.profile)
          continue
        }
        return { ok: false, error: translate(error, call.names, context, clock.now()) }
      }
    }
    throw new Error('unreachable: the last attempt returns')
  }
}

/** The keys alone: the SDK would renew credentials that say when they end. */
export function keysOf({ accessKeyId, secretAccessKey, sessionToken }: TemporaryCredentials): AwsKeys {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}
