import type { TunnelDraft, TargetRule } from '#contract/tunnel.ts'
import { forwardParameters, sessionDocument } from '../session-document.ts'
import { addressFilter, tagsOf } from '../tunnel-text/target-rule.ts'
import { shellWord } from './quoting.ts'

/** The AWS CLI command that does, once and by hand, what the tunnel does; `profile` as of `cliProfileOf`. */
export function awsCliCommand(tunnel: TunnelDraft, targetId: string | null, profile: string): string {
  const where = `${option('--profile', profile)} --region ${tunnel.definition.region}`
  const { document, parameters } = forwarding(tunnel)
  const lines = [
    'aws ssm start-session',
    `--target ${targetWord(tunnel.definition.target, targetId, where)}`,
    `--document-name ${document}`,
    `--parameters ${parameters}`,
    ...(tunnel.definition.reason ? [option('--reason', tunnel.definition.reason)] : []),
    where,
  ]
  const lookup = targetId === null ? taskLookup(tunnel.definition.target, where) : []
  return [...lookup, lines.join(' \\\n  ')].join('\n')
}

/** Finds a running task and its container's id: the CLI has no one command for it. */
function taskLookup(rule: TargetRule, where: string): readonly string[] {
  if (rule.by !== 'ecs') return []
  const cluster = option('--cluster', rule.cluster)
  const tasks = `${cluster} ${option('--service-name', rule.service)} --desired-status RUNNING`
  const runtime = shellWord(`tasks[0].containers[?name=='${rule.container}'].runtimeId | [0]`)
  return [
    `task="$(aws ecs list-tasks ${tasks} --query 'taskArns[0]' --output text ${where})"`,
    `runtime="$(aws ecs describe-tasks ${cluster} --tasks "$task" --query ${runtime} --output text ${where})"`,
  ]
}

/** A value that begins with `-` would be read as an option, unless it is tied to its own. */
function option(name: string, value: string): string {
  return value.startsWith('-') ? shellWord(`${name}=${value}`) : `${name} ${shellWord(value)}`
}

function forwarding(tunnel: TunnelDraft): { readonly document: string; readonly parameters: string } {
  const { definition, preference } = tunnel
  const given = forwardParameters(definition, preference.localPort)
  const document = shellWord(sessionDocument(definition))
  // The short form has no way to write a comma.
  if (definition.document !== undefined) return { document, parameters: shellWord(JSON.stringify(given)) }
  return {
    document,
    parameters: Object.entries(given)
      .map(([name, [value]]) => `${name}=${value}`)
      .join(','),
  }
}

function targetWord(rule: TargetRule, targetId: string | null, where: string): string {
  if (rule.by === 'id') return rule.id
  if (targetId !== null) return shellWord(targetId)
  // Variables of the lines before it.
  if (rule.by === 'ecs') return `${shellWord(`ecs:${lastPart(rule.cluster)}_`)}"\${task##*/}_$runtime"`
  const filters = `--filters ${instanceFilters(rule)} Name=instance-state-name,Values=running`
  const query = `--query 'Reservations[0].Instances[0].InstanceId' --output text`
  return `"$(aws ec2 describe-instances ${filters} ${query} ${where})"`
}

function instanceFilters(rule: Exclude<TargetRule, { by: 'id' | 'ecs' }>): string {
  if (rule.by === 'address') return shellWord(`Name=${addressFilter(rule.address)},Values=${rule.address}`)
  const tags = tagsOf(rule) ?? []
  return tags.map((tag) => shellWord(`Name=tag:${tag.key},Values=${tag.value}`)).join(' ')
}

const lastPart = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1)
