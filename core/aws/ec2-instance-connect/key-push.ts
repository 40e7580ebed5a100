import type { Result } from '#contract/result.ts'
import type { KeyToPush } from '#contract/ssh-proxy.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { partitionOf } from '#domain/partition/partition.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { SessionPlace } from '../../app/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { endpointOf } from '../http/sdk-variables.ts'
import { createPlaceCalls } from '../ssm/place-calls.ts'
import { signedJsonCall } from './signed-json-call.ts'

/** Puts a public key on an instance: for a minute, its sshd takes it for the user's. */
export type KeyPush = (place: SessionPlace, targetId: string, key: KeyToPush) => Promise<Result<void>>

export interface KeyPushDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
}

const operation = 'SendSSHPublicKey'

/** EC2 Instance Connect's SendSSHPublicKey. Nodes that are no EC2 instances have none: there the keys count that they know. */
export function createKeyPush({ clock, http, credentials }: KeyPushDeps): KeyPush {
  const call = createPlaceCalls({ clock, credentials })
  return async (place, targetId, key) => {
    if (!targetId.startsWith('i-')) return ok(undefined)
    const pushed = await call(place, {
      operation,
      names: { EC2InstanceNotFoundException: (aws) => problemOf('TARGET_NOT_FOUND', { targetId, aws }) },
      on: { targetId },
      ask: (keys) => {
        const body = { InstanceId: targetId, InstanceOSUser: key.user, SSHPublicKey: key.publicKey }
        const asked = {
          service: 'ec2-instance-connect',
          region: place.region,
          target: `AWSEC2InstanceConnectService.${operation}`,
          url: urlIn(http, place.region),
          body: JSON.stringify(body),
          credentials: keys,
        }
        return signedJsonCall(asked, http.routeTo)
      },
    })
    return pushed.ok ? ok(undefined) : pushed
  }
}

function urlIn({ environment }: AwsHttp, region: string): string {
  const given = endpointOf(environment, 'EC2_INSTANCE_CONNECT')
  return given ?? `https://ec2-instance-connect.${region}.${partitionOf(region).dnsSuffix}/`
}
