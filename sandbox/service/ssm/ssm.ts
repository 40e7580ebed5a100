import { createJsonService } from '../json-service.ts'
import type { ServiceContext, SignedService } from '../service.ts'
import { getAccessToken, startAccessRequest } from './access-requests.ts'
import { describeDocument, getDocument, listDocuments } from './document-calls.ts'
import { inputs } from './inputs.ts'
import { describeInstanceInformation, getConnectionStatus } from './nodes.ts'
import { describeSessions, resumeSession, terminateSession } from './sessions.ts'
import { startSession } from './start-session.ts'

/** Systems Manager, as far as sessions need it. */
export function createSsm(context: ServiceContext): SignedService {
  return createJsonService({
    name: 'ssm',
    target: 'AmazonSSM',
    actions: {
      StartAccessRequest: {
        input: inputs.StartAccessRequest,
        run: (call, input) => startAccessRequest(context, call, input),
      },
      GetAccessToken: {
        input: inputs.GetAccessToken,
        run: (call, input) => getAccessToken(context, call, input),
      },
      StartSession: { input: inputs.StartSession, run: (call, input) => startSession(context, call, input) },
      ResumeSession: { input: inputs.ResumeSession, run: (call, input) => resumeSession(context, call, input) },
      TerminateSession: {
        input: inputs.TerminateSession,
        run: (call, input) => terminateSession(context, call, input),
      },
      DescribeSessions: {
        input: inputs.DescribeSessions,
        run: (call, input) => describeSessions(context, call, input),
      },
      GetDocument: { input: inputs.GetDocument, run: (call, input) => getDocument(context, call, input) },
      DescribeDocument: {
        input: inputs.DescribeDocument,
        run: (call, input) => describeDocument(context, call, input),
      },
      ListDocuments: { input: inputs.ListDocuments, run: (call, input) => listDocuments(context, call, input) },
      GetConnectionStatus: {
        input: inputs.GetConnectionStatus,
        run: (call, input) => getConnectionStatus(context, call, input),
      },
      DescribeInstanceInformation: {
        input: inputs.DescribeInstanceInformation,
        run: (call, input) => describeInstanceInformation(context, call, input),
      },
    },
  })
}
