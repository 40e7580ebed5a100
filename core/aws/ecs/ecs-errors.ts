import type { ProblemDetails } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { taskIn } from '#domain/tunnel-text/container-target.ts'
import type { ContainerTarget, ServiceTarget } from '../../app/ports.ts'
import type { NamedProblems } from '../errors/translate.ts'
import { lastPart } from './container-target.ts'

/** A container's names, as problems tell them. */
export function namesOf({ cluster, task, container }: ContainerTarget): ProblemDetails['EXEC_NOT_ENABLED'] {
  return { cluster, task: lastPart(task), container }
}

/** What ECS's own error names mean where one container was asked about. */
export function containerErrors(target: ContainerTarget): NamedProblems {
  const names = namesOf(target)
  return {
    ClusterNotFoundException: (aws) => problemOf('CONTAINER_NOT_RUNNING', { ...names, aws }),
    /** One text for exec that is off and for an agent that does not run; which it is, is looked at before. */
    InvalidParameterException: (aws) =>
      /not enabled|agent/i.test(aws.awsMessage)
        ? problemOf('EXEC_AGENT_NOT_RUNNING', { ...names, aws })
        : problemOf('CONTAINER_NOT_RUNNING', { ...names, aws }),
    TargetNotConnectedException: (aws) => problemOf('EXEC_AGENT_NOT_RUNNING', { ...names, aws }),
  }
}

/** What Systems Manager's error names mean where a session was to be started on a container of a service. */
export function serviceErrors({ cluster, container }: ServiceTarget, targetId: string): NamedProblems {
  const names = { cluster: lastPart(cluster), task: taskIn(targetId) ?? targetId, container }
  return { TargetNotConnected: (aws) => problemOf('EXEC_AGENT_NOT_RUNNING', { ...names, aws }) }
}
