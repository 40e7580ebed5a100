import { fail, headerOf, type Outcome, readJson } from '../../wire/exchange.ts'
import type { ServiceContext, SignedCall, SignedService } from '../service.ts'
import { describeInstanceInformation, getConnectionStatus } from './nodes.ts'
import { describeSessions, resumeSession, terminateSession } from './sessions.ts'
import { startSession } from './start-session.ts'

const prefix = 'AmazonSSM.'

/** Systems Manager, as far as sessions need it: awsJson1.1. */
export function createSsm(context: ServiceContext): SignedService {
  const run = async (call: SignedCall): Promise<Outcome> => {
    const body = readJson(call.request)
    switch (call.action) {
      case 'StartSession':
        return startSession(context, call, body)
      case 'ResumeSession':
        return resumeSession(context, call, body)
      case 'TerminateSession':
        return terminateSession(context, call, body)
      case 'DescribeSessions':
        return describeSessions(context, call, body)
      case 'GetConnectionStatus':
        return getConnectionStatus(context, call, body)
      case 'DescribeInstanceInformation':
        return describeInstanceInformation(context, call, body)
      default:
        return fail('UnknownOperationException', `The sandbox does not play ${call.action}.`)
    }
  }
  return {
    name: 'ssm',
    protocol: 'json',
    signing: 'ssm',
    actionOf: (request) => {
      const target = headerOf(request.headers, 'x-amz-target') ?? ''
      return target.startsWith(prefix) ? target.slice(prefix.length) : null
    },
    run,
  }
}
