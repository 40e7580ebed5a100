import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'

/** "toolbox in task 9f2c47d1 of the cluster platform". */
const where = ({ container, task, cluster }: ProblemDetails['EXEC_NOT_ENABLED']): string =>
  `${container} in task ${task.slice(0, 8)} of the cluster ${cluster}`

/** Shells in containers of ECS. */
export const containers = {
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
