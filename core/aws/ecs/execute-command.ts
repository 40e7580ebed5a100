import { ECSClient, ExecuteCommandCommand } from '@aws-sdk/client-ecs'
import type { Result } from '#contract/result.ts'
import type { ContainerTarget, SessionPlace, StartPurpose } from '../../app/ports.ts'
import type { AwsKeys } from '../ssm/place-calls.ts'
import type { StartQueue } from '../ssm/start-queue.ts'
import type { EcsDeps } from './ecs-deps.ts'
import { containerErrors } from './ecs-errors.ts'
import { orFull } from './exec-sessions.ts'

interface ExecuteDeps extends EcsDeps {
  readonly queue: StartQueue
}

/** What ECS answers, in the shape of StartSession's answer. */
interface Executed {
  readonly answer: {
    readonly SessionId?: string | undefined
    readonly TokenValue?: string | undefined
    readonly StreamUrl?: string | undefined
  }
  readonly credentials: AwsKeys
  /** What the service's clock is ahead of ours, ms. */
  readonly clockOffset: number
}

/** What every image has that has a shell at all; a better one can be called from it. */
const usualShell = '/bin/sh'

/** What runs in the container. ECS Exec has no documents; a command always has a terminal. */
export function containerCommand(purpose: StartPurpose): string {
  return purpose.for === 'shell' && purpose.program.run === 'command' ? purpose.program.command : usualShell
}

/** Runs a command in a container, with a terminal. `targetId`: what Systems Manager calls the container. */
export async function executeCommand(
  deps: ExecuteDeps,
  place: SessionPlace,
  asked: { readonly target: ContainerTarget; readonly targetId: string; readonly command: string },
): Promise<Result<Executed>> {
  return orFull(deps, place, asked.targetId, await execute(deps, place, asked))
}

function execute(
  { call, http, queue }: ExecuteDeps,
  place: SessionPlace,
  { target, command }: { readonly target: ContainerTarget; readonly command: string },
): Promise<Result<Executed>> {
  return call(place, {
    operation: 'ExecuteCommand',
    names: containerErrors(target),
    ask: (credentials) =>
      queue(async () => {
        // A start that timed out may have started a session: it is for the caller to try again, not for the SDK.
        const client = new ECSClient({ ...http.options('ECS', place.region), maxAttempts: 1, credentials })
        const { cluster, task, container } = target
        const { session } = await client.send(
          new ExecuteCommandCommand({ cluster, task, container, command, interactive: true }),
        )
        const answer = { SessionId: session?.sessionId, TokenValue: session?.tokenValue, StreamUrl: session?.streamUrl }
        return { answer, credentials, clockOffset: client.config.systemClockOffset }
      }),
  })
}
