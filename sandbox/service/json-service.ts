import { refuseMisfit } from '../wire/constraints.ts'
import { fail, headerOf, type Outcome, readJson } from '../wire/exchange.ts'
import type { Structure } from '../wire/shape.ts'
import type { SignedCall, SignedService } from './service.ts'

/** One action: what its input may be, and what it does with one that fits. */
interface JsonAction {
  readonly input: Structure
  run(call: SignedCall, input: unknown): Outcome | Promise<Outcome>
}

interface JsonServiceParts {
  /** Also the service's name in the credential scope. */
  readonly name: 'ssm' | 'kms' | 'ecs' | 'ec2-instance-connect'
  /** What stands before the action in `X-Amz-Target`, without the dot. */
  readonly target: string
  readonly actions: Readonly<Record<string, JsonAction>>
}

/** A service that speaks awsJson1.1: the action in a header, the input in the body. */
export function createJsonService({ name, target, actions }: JsonServiceParts): SignedService {
  const known = new Map(Object.entries(actions))
  const prefix = `${target}.`
  return {
    name,
    protocol: 'json',
    signing: name,
    actionOf: ({ headers }) => {
      const header = headerOf(headers, 'x-amz-target') ?? ''
      return header.startsWith(prefix) ? header.slice(prefix.length) : null
    },
    run: async (call) => {
      const action = known.get(call.action)
      if (action === undefined) {
        return fail('UnknownOperationException', `The sandbox does not play ${call.action}.`)
      }
      const input = readJson(call.request)
      return refuseMisfit(action.input, input) ?? (await action.run(call, input))
    },
  }
}
