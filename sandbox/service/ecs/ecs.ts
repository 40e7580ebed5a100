import { createJsonService } from '../json-service.ts'
import type { ServiceContext, SignedService } from '../service.ts'
import { describeClusters, listClusters } from './clusters.ts'
import { executeCommand } from './execute-command.ts'
import { inputs } from './inputs.ts'
import { describeServices, listServices } from './services.ts'
import { describeTaskDefinition } from './task-definitions.ts'
import { describeTasks, listTasks } from './tasks.ts'

/** ECS, as far as finding containers and opening a shell in one needs it: awsJson1.1, members in small letters. */
export function createEcs(context: ServiceContext): SignedService {
  return createJsonService({
    name: 'ecs',
    target: 'AmazonEC2ContainerServiceV20141113',
    actions: {
      ListClusters: { input: inputs.ListClusters, run: (call, input) => listClusters(context, call, input) },
      DescribeClusters: {
        input: inputs.DescribeClusters,
        run: (call, input) => describeClusters(context, call, input),
      },
      ListServices: { input: inputs.ListServices, run: (call, input) => listServices(context, call, input) },
      DescribeServices: {
        input: inputs.DescribeServices,
        run: (call, input) => describeServices(context, call, input),
      },
      ListTasks: { input: inputs.ListTasks, run: (call, input) => listTasks(context, call, input) },
      DescribeTasks: { input: inputs.DescribeTasks, run: (call, input) => describeTasks(context, call, input) },
      DescribeTaskDefinition: {
        input: inputs.DescribeTaskDefinition,
        run: (call, input) => describeTaskDefinition(context, call, input),
      },
      ExecuteCommand: { input: inputs.ExecuteCommand, run: (call, input) => executeCommand(context, call, input) },
    },
  })
}
