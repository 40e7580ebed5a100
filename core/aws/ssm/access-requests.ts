import { GetAccessTokenCommand, SSMClient, StartAccessRequestCommand } from '@aws-sdk/client-ssm'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { ok } from '#domain/result.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { AccessDecision, AccessRequests } from '../../app/node-access-ports.ts'
import type { SessionPlace } from '../../app/ports.ts'
import { incompleteAnswer } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { createPlaceCalls, type AwsKeys, type CallAtPlace } from './place-calls.ts'

/** What calls about access requests need. */
export interface AccessRequestsDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
}

/** A request that nobody has made: whoever may ask hears that it is not there, the others that they may not. */
const noRequest = 'oi-000000000000'

/** {@link AccessRequests} over Systems Manager. */
export function createAccessRequests(deps: AccessRequestsDeps): AccessRequests {
  const call = createPlaceCalls(deps)
  const clientOf = (place: SessionPlace, credentials: AwsKeys): SSMClient =>
    new SSMClient({ ...deps.http.options('SSM', place.region), credentials })
  return {
    async mayAsk(place) {
      const answer = await tokenOf(call, place, noRequest, (credentials) => clientOf(place, credentials))
      if (answer.ok) return true
      const { error } = answer
      return error.code === 'AWS_REFUSED' && /^(ResourceNotFound|Validation)Exception$/.test(error.details.aws.error)
    },
    async start(place, { targetId, reason }) {
      const started = await call(place, {
        operation: 'StartAccessRequest',
        names: {},
        on: { targetId },
        ask: (credentials) =>
          clientOf(place, credentials).send(
            new StartAccessRequestCommand({
              Reason: reason,
              Targets: [{ Key: 'InstanceIds', Values: [targetId] }],
            }),
          ),
      })
      if (!started.ok) return started
      const { AccessRequestId } = started.value
      return AccessRequestId ? ok(AccessRequestId) : incompleteAnswer('StartAccessRequest')
    },
    async decision(place, requestId) {
      const answer = await tokenOf(call, place, requestId, (credentials) => clientOf(place, credentials))
      return answer.ok ? readDecision(answer.value) : answer
    },
  }
}

type TokenAnswer = Awaited<ReturnType<typeof sendToken>>

const sendToken = (client: SSMClient, requestId: string) =>
  client.send(new GetAccessTokenCommand({ AccessRequestId: requestId }))

function tokenOf(
  call: CallAtPlace,
  place: SessionPlace,
  requestId: string,
  clientWith: (credentials: AwsKeys) => SSMClient,
): Promise<Result<TokenAnswer>> {
  return call(place, {
    operation: 'GetAccessToken',
    names: {},
    ask: (credentials) => sendToken(clientWith(credentials), requestId),
  })
}

function readDecision({ AccessRequestStatus, Credentials }: TokenAnswer): Result<AccessDecision> {
  switch (AccessRequestStatus) {
    case 'Rejected':
      return ok({ status: 'rejected' })
    case 'Revoked':
      return ok({ status: 'revoked' })
    case 'Expired':
      return ok({ status: 'expired' })
    case 'Approved': {
      const { AccessKeyId, SecretAccessKey, SessionToken, ExpirationTime } = Credentials ?? {}
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !ExpirationTime)
        return incompleteAnswer('GetAccessToken')
      const until = ExpirationTime.getTime()
      const credentials = {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiresAt: until,
      }
      return ok({ status: 'approved', credentials, until })
    }
    default:
      return ok({ status: 'pending' })
  }
}
