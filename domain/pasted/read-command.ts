import { managedNodeIdForm, nodeAddressForm, regionForm } from '#contract/forms.ts'
import { groupIn, ruleText } from '../tunnel-text/target-rule.ts'
import { leftNames, type LeftOut, type Pasted, type PastedValues } from './pasted.ts'
import { readHost, splitHost } from './read-host.ts'
import { readAwsOptions } from './read-aws-options.ts'
import { readTaskLookUp } from './read-task-lookup.ts'
import { splitWords } from './split-words.ts'

const documents = {
  'AWS-StartPortForwardingSessionToRemoteHost': 'remote',
  'AWS-StartPortForwardingSession': 'own',
} as const

/** The first text in what JSON has for a parameter: a string, a number, or a list of them. */
function firstText(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' || typeof one === 'number' ? String(one) : ''
}

/** `--parameters` as JSON or in the CLI's shorthand (`host=a,portNumber=5432`, `portNumber=["5432"]`). */
function readParameters(text: string): ReadonlyMap<string, string> {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) {
    try {
      const parsed: unknown = JSON.parse(trimmed)
      if (typeof parsed === 'object' && parsed !== null)
        return new Map(Object.entries(parsed).map(([name, value]) => [name, firstText(value)]))
    } catch {
      // Not JSON after all: a shell may have eaten its quotes, and the shorthand reads what is left.
    }
  }
  const pairs = trimmed.replace(/^\{|\}$/g, '').matchAll(/\b(\w+)["']?\s*[=:]\s*\[?\s*["']?([^,"'\]\s]*)["']?\s*\]?/g)
  return new Map([...pairs].map(([, name = '', value = '']) => [name, value]))
}

interface Target {
  readonly values: PastedValues
  readonly leftOut: readonly LeftOut[]
}

const ecsTask = /^ecs:(.+)_[0-9a-f]{32}_[0-9a-f]{32}-\d+$/

function readTarget(target: string | undefined): Target {
  if (target === undefined || target === '') return { values: {}, leftOut: [] }
  if (managedNodeIdForm.test(target)) return { values: { by: 'id', instance: target }, leftOut: [] }
  const [, cluster] = ecsTask.exec(target) ?? []
  if (cluster === undefined) return { values: {}, leftOut: [{ what: target.startsWith('ecs:') ? 'task' : 'target' }] }
  return { values: { by: 'ecs', cluster }, leftOut: [{ what: 'task' }] }
}

const lookUp = /"?\$\(aws ec2 describe-instances((?:[^()]|\([^()]*\))*?)\)"?/

/** The tags, the Auto Scaling group or the address of an instance that the command looks up itself, as our own does. */
function readLookUp(text: string): Target | null {
  const inner = lookUp.exec(text)?.[1]
  if (inner === undefined) return null
  const words = splitWords(inner)
  const address = words.map((word) => addressIn(word)).find((found) => found !== undefined)
  if (address !== undefined) return { values: { by: 'address', address }, leftOut: [] }
  const tags = words.flatMap((word) => {
    const [, key, value] = /^Name=tag:(.+?),Values=(.*)$/s.exec(word) ?? []
    return key === undefined || value === undefined ? [] : [{ key, value }]
  })
  const group = groupIn(tags)
  if (group !== null) return { values: { by: 'auto-scaling-group', group }, leftOut: [] }
  return { values: tags.length === 0 ? {} : { by: 'tag', tags: ruleText({ by: 'tag', tags }) }, leftOut: [] }
}

/** The value of a filter for a private address or DNS name. */
function addressIn(word: string): string | undefined {
  const names = 'private-ip-address|private-dns-name|network-interface\\.addresses\\.private-ip-address'
  const [, value] = new RegExp(`^Name=(?:${names}),Values=(.*)$`, 's').exec(word) ?? []
  return value !== undefined && nodeAddressForm.test(value) ? value : undefined
}

const understood = ['target', 'document-name', 'parameters', 'region', 'profile', 'reason']
const understoodParameters = ['host', 'portNumber', 'localPortNumber']

/** The far end: the host that is named, or the target itself for the document that forwards the target's own port. */
function readFarEnd(parameters: ReadonlyMap<string, string>, document: string | undefined): Pasted | null {
  const port = parameters.get('portNumber')
  const own =
    document !== undefined && Object.entries(documents).some(([name, far]) => name === document && far === 'own')
  const named = parameters.get('host')
  const host = named ?? (own || port !== undefined ? 'localhost' : undefined)
  const address = host === undefined ? null : splitHost(port === undefined ? host : `${host}:${port}`)
  if (address === null) return null
  return readHost(address.host, address.port === undefined ? {} : { port: address.port })
}

const filled = (name: keyof PastedValues, value: string | undefined): PastedValues =>
  value === undefined || value === '' ? {} : { [name]: value }

/** `aws ssm start-session …` for a port, however it was wrapped or quoted; null for any other command. */
export function readCommand(whole: string): Pasted | null {
  const task = readTaskLookUp(whole)
  const text = task?.rest ?? whole
  const found = task === null ? readLookUp(text) : { values: task.values, leftOut: [] }
  const words = splitWords(text.replace(lookUp, 'looked-up'))
  const start = words.findIndex((one, index) => one === 'ssm' && words[index + 1] === 'start-session')
  if (start < 0) return null
  const options = readAwsOptions(words)
  const parameters = readParameters(options.get('parameters') ?? '')
  const document = options.get('document-name')
  const far = readFarEnd(parameters, document)
  const target = found ?? readTarget(options.get('target'))
  const region = options.get('region') ?? ''
  const strangers = [
    ...(document === undefined || document in documents ? [] : [document]),
    ...[...options.keys()].filter((name) => !understood.includes(name)).map((name) => `--${name}`),
    ...[...parameters.keys()].filter((name) => !understoodParameters.includes(name)),
  ]
  return {
    values: {
      ...far?.values,
      ...target.values,
      ...filled('localPort', parameters.get('localPortNumber')),
      ...(regionForm.test(region) ? { region } : {}),
      ...filled('reason', options.get('reason')),
    },
    profile: options.get('profile') ?? null,
    leftOut: [...target.leftOut, ...(far?.leftOut ?? []), ...leftNames(strangers)],
  }
}
