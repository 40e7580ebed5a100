import type { ActivityEvent, ActivityFilter } from '#contract/activity.ts'
import { isInGroup } from './groups.ts'

/** Whether an event is one of those that are wanted. */
export function fits(event: ActivityEvent, { group, environment, since, search }: ActivityFilter): boolean {
  if (since !== null && event.at < since) return false
  if (environment !== null && event.environment !== environment) return false
  if (group !== null && !isInGroup(event, group)) return false
  return hasWords(event, search)
}

/** Whether all the words are somewhere in what a person sees of it, without regard to case. */
function hasWords(event: ActivityEvent, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const { subject, account, region, program, person, node, endpoint, sessionId, problem, kind } = event
  const pid = program?.pid ?? null
  const texts = [
    subject.name,
    account,
    region,
    program?.name,
    pid,
    person,
    node,
    endpoint,
    sessionId,
    problem?.code,
    kind,
  ]
  const text = texts.join('\n').toLowerCase()
  return words.every((word) => text.includes(word))
}

/** Bytes in both directions. */
export function bytesOf({ bytesIn, bytesOut }: ActivityEvent): number {
  return (bytesIn ?? 0) + (bytesOut ?? 0)
}
