import { z } from 'zod'
import type { ContainerView } from '../../state/nodes.ts'
import { randomHex } from '../../state/random.ts'
import { takeBehaviour } from '../../state/settings.ts'
import { taskTarget } from '../../world/containers.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { genuineStreamUrl } from '../ssm/start-session.ts'
import { clusterArn, containerArn, inCluster, lastPart, placeOf, taskArn } from './names.ts'

const input = z.object({
  cluster: z.string().nullish(),
  container: z.string().nullish(),
  command: z.string().nullish(),
  interactive: z.boolean().nullish(),
  task: z.string().nullish(),
})
type Asked = z.infer<typeof input>

/** Sessions of one container at a time: what the agent in it is set up with. */
const mostSessions = 2
const document = 'AmazonECS-ExecuteInteractiveCommand'

const execIsOff =
  'The execute command failed because execute command was not enabled when the task was run or the execute command agent ' +
  'isn’t running. Wait and try again or run a new task with execute command enabled and try again.'
const internal = 'The execute command failed due to an internal error. Try again later.'

/** ExecuteCommand: a session of Systems Manager with the container, without any permission on Systems Manager. */
export function executeCommand(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const data = input.parse(body)
  const { identity } = call.caller
  const place = placeOf(call)
  const cluster = lastPart(data.cluster ?? 'default')
  const resource = `arn:aws:ecs:${place.region}:${place.accountId}:task/${cluster}/${lastPart(data.task ?? '')}`
  const denied = denyUnlessAllowed(identity, 'ecs:ExecuteCommand', resource)
  if (denied !== null) return denied
  const refusal = refuseInput(data)
  if (refusal !== null) return fail('InvalidParameterException', refusal)
  const found = inCluster(context, call, data.cluster)
  if ('ok' in found) return found
  const container = containerIn(found, data)
  if (typeof container === 'string') return fail('InvalidParameterException', container)
  const closed = refuseContainer(context, container)
  return closed ?? open(context, call, container, data.command ?? '')
}

function refuseInput({ command, interactive, task }: Asked): string | null {
  if (!task) return 'Task cannot be empty.'
  if (!command) return 'Command cannot be empty.'
  return interactive === true ? null : 'Interactive is required to be true.'
}

/** The container that is meant, or what is wrong with the task or its name. */
function containerIn(found: readonly ContainerView[], { task, container }: Asked): ContainerView | string {
  const containers = found.filter(({ taskId, running }) => running && taskId === lastPart(task ?? ''))
  const [only] = containers
  if (only === undefined) return 'The task provided in the request was not found.'
  if (!container) {
    return containers.length === 1 ? only : 'A container name is required for a task with several containers.'
  }
  return (
    containers.find((each) => each.container === container) ?? `The container ${container} was not found in the task.`
  )
}

/** As the service: exec that is off and an agent that never came are one error, an agent that is too busy another. */
function refuseContainer({ sessions }: ServiceContext, container: ContainerView): Outcome | null {
  if (container.exec === 'off' || container.execAgent !== 'RUNNING') {
    return fail('InvalidParameterException', execIsOff)
  }
  const open = sessions.active().filter(({ targetId }) => targetId === taskTarget(container))
  return open.length < mostSessions ? null : fail('TargetNotConnectedException', internal)
}

function open(context: ServiceContext, call: SignedCall, container: ContainerView, command: string): Outcome {
  const { identity, region } = call.caller
  const targetId = taskTarget(container)
  const sessionId = `ecs-execute-command-${randomHex(17)}`
  const sessionType = 'InteractiveCommands'
  const properties = { commands: command, container: container.container }
  const { accountId } = identity
  const owner = identity.arn
  context.sessions.add({
    sessionId,
    targetId,
    accountId,
    region,
    owner,
    documentName: document,
    sessionType,
    properties,
    reason: null,
  })
  const behaviour = takeBehaviour(context.settings.behaviour, targetId)
  const { agentVersion } = container
  const grant = context.gateway.open({ sessionId, targetId, region, sessionType, properties, agentVersion, behaviour })
  call.note('sessionId', sessionId)
  call.note('target', targetId)
  call.note('command', command)
  return succeed({
    clusterArn: clusterArn(container, container.cluster),
    containerArn: containerArn(container),
    containerName: container.container,
    interactive: true,
    taskArn: taskArn(container),
    session: {
      sessionId,
      streamUrl: genuineStreamUrl(call.request, region, grant.streamUrl),
      tokenValue: grant.tokenValue,
    },
  })
}
