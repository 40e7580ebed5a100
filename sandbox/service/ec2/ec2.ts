import { fail, type Outcome } from '../../wire/exchange.ts'
import { formOf } from '../../wire/form.ts'
import { ec2UnlessAllowed } from '../denied.ts'
import type { ServiceContext, SignedCall, SignedService } from '../service.ts'
import { describeInstances } from './instances.ts'
import { startInstances } from './start-instances.ts'

/** EC2, as far as finding nodes needs it: ec2Query, answers in XML. */
export function createEc2(context: ServiceContext): SignedService {
  const run = async (call: SignedCall): Promise<Outcome> => {
    const action = `ec2:${call.action}`
    const denied = ec2UnlessAllowed(call.caller.identity, action)
    if (denied !== null) return denied
    if (call.action === 'DescribeInstances') return describeInstances(context, call)
    if (call.action === 'StartInstances') return startInstances(context, call)
    return fail('InvalidAction', `The action ${call.action} is not valid for this web service.`)
  }
  return {
    name: 'ec2',
    protocol: 'ec2',
    signing: 'ec2',
    actionOf: (request) => {
      const form = formOf(request)
      return form?.get('Version') === '2016-11-15' ? form.get('Action') : null
    },
    run,
  }
}
