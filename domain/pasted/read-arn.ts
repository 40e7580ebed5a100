import { managedNodeIdForm, regionForm } from '#contract/forms.ts'
import { databaseServices } from '../kinds/endpoint-services.ts'
import type { Pasted, PastedValues } from './pasted.ts'

const shape = /^arn:aws(?:-[a-z]+)*:([a-z0-9-]+):([a-z0-9-]*):\d{0,12}:([\w./:-]+)$/

/** What the resource of an ARN is called in a tunnel; databases give a name, and none gives a host. */
function readResource(service: string, resource: string): PastedValues {
  const [type = '', ...path] = resource.split(/[:/]/)
  const [first = '', second = ''] = path
  if ((service === 'ec2' || service === 'ssm') && managedNodeIdForm.test(first)) return { by: 'id', instance: first }
  if (service === 'ecs') {
    if (type === 'service' && second !== '') return { by: 'ecs', cluster: first, service: second }
    return type === 'cluster' || type === 'task' ? { by: 'ecs', cluster: first } : {}
  }
  const kind = databaseServices[service]
  if (kind === undefined || first === '') return {}
  return { ...(kind === null ? {} : { kind }), name: first }
}

/** An ARN: its region, and what its resource is; null for one of a service that no tunnel leads to. */
export function readArn(text: string): Pasted | null {
  const [, service = '', code = '', resource = ''] = shape.exec(text) ?? []
  const values = readResource(service, resource)
  if (Object.keys(values).length === 0) return null
  return {
    values: { ...values, ...(regionForm.test(code) ? { region: code } : {}) },
    profile: null,
    leftOut: leftOutOf(values),
  }
}

/** A cluster or a task names no service; what the form still lacks it says by itself. */
function leftOutOf({ by, service }: PastedValues): Pasted['leftOut'] {
  if (by === undefined) return [{ what: 'arn' }]
  return by === 'ecs' && service === undefined ? [{ what: 'task' }] : []
}
