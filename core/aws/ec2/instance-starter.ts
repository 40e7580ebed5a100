import { EC2Client, StartInstancesCommand } from '@aws-sdk/client-ec2'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { InstanceStarter } from '../../app/ports.ts'
import type { NamedProblems } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { createPlaceCalls } from '../ssm/place-calls.ts'

/** What instances are started with. */
export interface InstanceStarterDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
}

/** EC2's StartInstances, which answers before the instance runs. */
export function createInstanceStarter({ clock, http, credentials }: InstanceStarterDeps): InstanceStarter {
  const call = createPlaceCalls({ clock, credentials })
  return async (place, targetId) => {
    const started = await call(place, {
      operation: 'StartInstances',
      names: startErrors(targetId),
      on: { targetId },
      ask: (keys) =>
        new EC2Client({ ...http.options('EC2', place.region), credentials: keys }).send(
          new StartInstancesCommand({ InstanceIds: [targetId] }),
        ),
    })
    return started.ok ? ok(undefined) : started
  }
}

/** What EC2's own error names mean where an instance is to be started. */
function startErrors(targetId: string): NamedProblems {
  const notStarted =
    (reason: 'state' | 'capacity' | 'limit'): NamedProblems[string] =>
    (aws) =>
      problemOf('INSTANCE_NOT_STARTED', { targetId, reason, aws })
  const unknown: NamedProblems[string] = (aws) => problemOf('TARGET_NOT_FOUND', { targetId, aws })
  return {
    IncorrectInstanceState: notStarted('state'),
    UnsupportedOperation: notStarted('state'),
    InsufficientInstanceCapacity: notStarted('capacity'),
    InsufficientHostCapacity: notStarted('capacity'),
    InstanceLimitExceeded: notStarted('limit'),
    VcpuLimitExceeded: notStarted('limit'),
    'InvalidInstanceID.NotFound': unknown,
    'InvalidInstanceID.Malformed': unknown,
  }
}
