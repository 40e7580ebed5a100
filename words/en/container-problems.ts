import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'

/** "toolbox in task 9f2c47d1 of the cluster platform". */
const where = ({ container, task, cluster }: ProblemDetails['EXEC_NOT_ENABLED']): string =>
  `${container} in task ${task.slice(0, 8)} of the cluster ${cluster}`

/** Containers of ECS, for shells and for tunnels. */
export const containers = {
  TASK_NOT_FOUND: {
    short: 'No running task',
    headline: (d) =>
      d.missing === 'container'
        ? `No container of ${d.service} is called ${d.container}`
        : d.missing === 'cluster'
          ? `There is no cluster ${d.cluster}`
          : `${d.service} has no running task`,
    sentence: (d) => {
      if (d.missing === 'container') {
        return `Its tasks in the cluster ${d.cluster} (${d.region}) have ${(d.containers ?? []).join(', ')}. Choose one of them.`
      }
      if (d.missing === 'cluster')
        return `Not in ${d.region} of this account. It may have another name, or be elsewhere.`
      return `Neither as a service of the cluster ${d.cluster} nor as a task that was run by hand. Culvert looks again at every try, and starts no task.`
    },
  },
  CONTAINER_NOT_RUNNING: {
    short: 'Container gone',
    headline: () => 'The container does not run any more',
    sentence: (d) => `${where(d)} ended or was replaced. Choose one that runs now.`,
  },
  EXEC_NOT_ENABLED: {
    short: 'Exec is off',
    headline: () => 'ECS Exec is off for this task',
    sentence: (d) =>
      `${where(d)} was started without it. Turn on enableExecuteCommand for the service and deploy it anew: tasks that run stay as they are.`,
  },
  EXEC_UNSUPPORTED: {
    short: 'No ECS Exec here',
    headline: (d) => `${d.platform} has no ECS Exec`,
    sentence: (d) =>
      `${where(d)} runs there, and sessions need it. Deploy the service on platform version 1.4.0 or later with enableExecuteCommand on, or choose another one.`,
  },
  EXEC_AGENT_NOT_RUNNING: {
    short: 'Exec agent is down',
    headline: () => 'The exec agent in the container is not connected',
    sentence: (d) =>
      `${where(d)} has ECS Exec, but its agent ${d.reason === undefined ? 'does not run' : `says: ${d.reason}`}. It needs a few seconds after a start, a task role with the four ssmmessages permissions, and a way out.`,
  },
  EXEC_SESSIONS_FULL: {
    short: 'Sessions used up',
    headline: () => 'The container has no session left to give',
    sentence: (d) =>
      `${where(d)} has ${d.open} open, and its agent takes no more. Close one of them, or choose another task.`,
  },
} as const satisfies Partial<AllProblemWords>
