import { z } from 'zod'
import type { AccessRequest } from '../../state/access-requests.ts'
import { assumedIdentity } from '../../state/identity.ts'
import { justInTime } from '../../world/approvals.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import type { ServiceContext, SignedCall } from '../service.ts'

const startInput = z.object({
  Reason: z.string(),
  Targets: z.array(z.object({ Key: z.string().nullish(), Values: z.array(z.string()).nullish() })),
})

/** StartAccessRequest: one request for the nodes that it names, which waits for an approver. */
export function startAccessRequest(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const { identity, region } = call.caller
  const { Reason: reason, Targets: targets } = startInput.parse(body)
  const nodeIds = targets.flatMap(({ Key, Values }) => (Key === 'InstanceIds' ? (Values ?? []) : []))
  const [node = '*'] = nodeIds
  const resource = `arn:aws:ec2:${region}:${identity.accountId}:instance/${node}`
  const denied = denyUnlessAllowed(identity, 'ssm:StartAccessRequest', resource)
  if (denied !== null) return denied
  if (nodeIds.length === 0) return fail('ValidationException', 'Targets must name nodes by InstanceIds.')
  const request = context.accessRequests.add({
    accountId: identity.accountId,
    region,
    owner: identity.arn,
    reason,
    nodeIds,
  })
  call.note('accessRequest', request.id)
  call.note('reason', reason)
  return succeed({ AccessRequestId: request.id })
}

const tokenInput = z.object({ AccessRequestId: z.string() })

/** GetAccessToken: where a request stands, with credentials for its nodes while its approval holds. */
export function getAccessToken(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const { identity, region } = call.caller
  const resource = `arn:aws:ssm:${region}:${identity.accountId}:opsitem/*`
  const denied = denyUnlessAllowed(identity, 'ssm:GetAccessToken', resource)
  if (denied !== null) return denied
  const request = context.accessRequests.find(tokenInput.parse(body).AccessRequestId)
  if (request === null || request.owner !== identity.arn || request.region !== region) {
    return fail('ResourceNotFoundException', 'The access request does not exist.')
  }
  call.note('accessRequest', request.id)
  return succeed({ AccessRequestStatus: statusOf(request, context), ...credentialsFor(request, context, call) })
}

const statusOf = ({ status, until }: AccessRequest, { clock }: ServiceContext): AccessRequest['status'] =>
  status === 'Approved' && until !== null && until <= clock.now() ? 'Expired' : status

function credentialsFor(request: AccessRequest, context: ServiceContext, call: SignedCall): object {
  if (statusOf(request, context) !== 'Approved' || request.until === null) return {}
  const { accountId, sessionName } = call.caller.identity
  const identity = assumedIdentity(accountId, justInTime, sessionName, 'AWSSSMJustInTimeAccess')
  const key = context.keys.issue(identity, request.until - context.clock.now())
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      ExpirationTime: request.until / 1000,
    },
  }
}
