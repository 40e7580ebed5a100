import type { Problem } from '#contract/problem.ts'
import { redactText } from '../redaction/redaction.ts'
import { partitionOf } from '../partition/partition.ts'
import type { RequestSubject } from './subject.ts'

/** Where something was refused, with what its ARNs are made of. */
export interface RequestScope {
  readonly partition: string
  readonly dnsSuffix: string
  readonly region: string
  /** Twelve digits; null when nothing tells, as for a named profile that was refused without a word. */
  readonly accountId: string | null
  readonly document: string
  /** The node that was found last. */
  readonly targetId: string | null
}

/** Puts together what the subject and the refusal tell. */
export function scopeOf(subject: RequestSubject, problem: Problem, foundTarget: string | null): RequestScope {
  const { region, rule } = subject
  const { name, dnsSuffix } = partitionOf(region)
  const told = problem.code === 'ACCESS_DENIED' ? lineOf(problem.details.document) : null
  const document = told ?? subject.document
  const own = rule.by === 'id' ? rule.id : null
  const targetId = targetOf(problem) ?? foundTarget ?? own
  return { partition: name, dnsSuffix, region, accountId: accountOf(subject, problem), document, targetId }
}

/** A text in one line, without what could pass for a part of the letter; null when nothing is left of it. */
export function lineOf(text: string | null | undefined): string | null {
  const line = oneLine(text ?? '')
  return line === '' ? null : line
}

/**
 * Control and direction marks out, white space single, no secret, 300 characters at the most: names and messages come from
 * anywhere.
 */
export function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replace(/ {2,}/g, ' ')
  return redactText(plain.trim()).slice(0, 300)
}

/** The node that a problem is about, when it names one. */
function targetOf(problem: Problem): string | null {
  switch (problem.code) {
    case 'ACCESS_DENIED':
    case 'TARGET_NOT_FOUND':
    case 'TARGET_STOPPED':
    case 'TARGET_NOT_CONNECTED':
      return lineOf(problem.details.targetId)
    default:
      return null
  }
}

function accountOf({ profile, accountId: own }: RequestSubject, problem: Problem): string | null {
  if (profile?.type !== 'named' && own !== null) return own
  if (problem.code !== 'ACCESS_DENIED') return own
  const { denial, roleArn } = problem.details
  const arns = [denial?.resource, denial?.principal, roleArn]
  return arns.map((arn) => /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1]).find(Boolean) ?? own
}
