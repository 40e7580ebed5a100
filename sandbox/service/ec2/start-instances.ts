import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { formOf, listOf } from '../../wire/form.ts'
import { element, text } from '../../wire/xml.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { stateOf } from './instances.ts'

/** StartInstances: all of them or none; one that runs already stays as it is. */
export function startInstances(context: ServiceContext, call: SignedCall): Outcome {
  const form = formOf(call.request) ?? new URLSearchParams()
  const ids = listOf(form, 'InstanceId')
  const { identity, region } = call.caller
  const known = context.nodes.list(identity.accountId, region).filter(({ id }) => id.startsWith('i-'))
  const missing = ids.find((id) => !known.some((instance) => instance.id === id))
  if (missing !== undefined) return fail('InvalidInstanceID.NotFound', `The instance ID '${missing}' does not exist`)
  const before = known.filter(({ id }) => ids.includes(id))
  for (const { id } of before) {
    call.note('target', id)
    context.nodes.start(id)
  }
  const after = context.nodes.list(identity.accountId, region)
  const items = before.map((instance) => {
    const now = stateOf(after.find(({ id }) => id === instance.id) ?? instance)
    const was = stateOf(instance)
    return element(
      'item',
      text('instanceId', instance.id),
      element('currentState', text('code', now.code), text('name', now.name)),
      element('previousState', text('code', was.code), text('name', was.name)),
    )
  })
  return succeed(element('instancesSet', ...items))
}
