import type { PastedValues } from './pasted.ts'
import { readAwsOptions } from './read-aws-options.ts'
import { splitWords } from './split-words.ts'

const listTasks = /^task="\$\(aws ecs list-tasks (.*)\)"$/m
const describeTasks = /^runtime="\$\(aws ecs describe-tasks (.*)\)"$/m
const containerQuery = /containers\[\?name=='([^']+)'\]/

/** The lines before our own command that look a task up, and what they say; null for a text without them. */
export function readTaskLookUp(text: string): { readonly values: PastedValues; readonly rest: string } | null {
  const [tasks, asked = ''] = listTasks.exec(text) ?? []
  const [runtime, described = ''] = describeTasks.exec(text) ?? []
  if (tasks === undefined || runtime === undefined) return null
  const options = readAwsOptions(splitWords(asked))
  const container = containerQuery.exec(described)?.[1]
  const [cluster, service] = [options.get('cluster'), options.get('service-name')]
  if (!cluster || !service || container === undefined) return null
  return { values: { by: 'ecs', cluster, service, container }, rest: text.replace(tasks, '').replace(runtime, '') }
}
