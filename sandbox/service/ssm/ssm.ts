import { createJsonService } from '../json-service.ts'
import type { ServiceContext, SignedService } from '../service.ts'
import { describeInstanceInformation, getConnectionStatus } from './nodes.ts'
import { describeSessions, resumeSession, terminateSession } from './sessions.ts'
import { startSession } from './start-session.ts'

/** Systems Manager, as far as sessions need it. */
export function createSsm(context: ServiceContext): SignedService {
  return createJsonService({
    name: 'ssm',
    target: 'AmazonSSM',
    actions: {
      StartSession: (call, input) => startSession(context, call, input),
      ResumeSession: (call, input) => resumeSession(context, call, input),
      TerminateSession: (call, input) => terminateSession(context, call, input),
      DescribeSessions: (call, input) => describeSessions(context, call, input),
      GetConnectionStatus: (call, input) => getConnectionStatus(context, call, input),
      DescribeInstanceInformation: (call, input) => describeInstanceInformation(context, call, input),
    },
  })
}
