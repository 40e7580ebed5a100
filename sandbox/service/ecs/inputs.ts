import { type Shape, structure } from '../../wire/shape.ts'

const text: Shape = { is: 'string' }
const texts: Shape = { is: 'list', of: text }
const integer: Shape = { is: 'integer' }
const launchType: Shape = { is: 'string', values: ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'] }

/**
 * Inputs of ECS's calls. Its service model has no bounds, and what is missing the service itself refuses, call by call, with an
 * InvalidParameterException.
 */
export const inputs = {
  ListClusters: structure({ nextToken: text, maxResults: integer }),
  DescribeClusters: structure({ clusters: texts, include: texts }),
  ListServices: structure({
    cluster: text,
    nextToken: text,
    maxResults: integer,
    launchType,
    schedulingStrategy: { is: 'string', values: ['REPLICA', 'DAEMON'] },
  }),
  DescribeServices: structure({ cluster: text, services: texts, include: texts }),
  ListTasks: structure({
    cluster: text,
    containerInstance: text,
    family: text,
    nextToken: text,
    maxResults: integer,
    startedBy: text,
    serviceName: text,
    desiredStatus: { is: 'string', values: ['RUNNING', 'PENDING', 'STOPPED'] },
    launchType,
  }),
  DescribeTasks: structure({ cluster: text, tasks: texts, include: texts }),
  DescribeTaskDefinition: structure({ taskDefinition: text, include: texts }),
  ExecuteCommand: structure({
    cluster: text,
    container: text,
    command: text,
    interactive: { is: 'boolean' },
    task: text,
  }),
} as const
