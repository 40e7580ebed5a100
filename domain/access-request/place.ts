import type { Problem } from '#contract/problem.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { redactText } from '../redaction/redaction.ts'
import { sessionDocument } from '../session-document.ts'
import { partitionOf } from '../partition/partition.ts'

/** Where something was refused, with what its ARNs are made of. */
export interface RequestPlace {
  readonly partition: string
  readonly dnsSuffix: string
  readonly region: string
  /** Twelve digits; null when nothing tells, as for a named profile that was refused without a word. */
  readonly accountId: string | null
  readonly document: string
  /** The node that was found last. */
  readonly targetId: string | null
}

/** Puts together what the tunnel and the refusal tell. */
export function placeOf(tunnel: SavedTunnel, problem: Problem, foundTarget: string | null): RequestPlace {
  const { region, endpoint, target } = tunnel.definition
  const { name, dnsSuffix } = partitionOf(region)
  const document = textOf(problem, 'document') ?? sessionDocument(endpoint)
  const own = target.by === 'id' ? target.id : null
  const targetId = textOf(problem, 'targetId') ?? foundTarget ?? own
  return { partition: name, dnsSuffix, region, accountId: accountOf(tunnel, problem), document, targetId }
}

/** A detail that is a text, in one line, without what could pass for a part of the letter. */
export function textOf({ details }: Problem, name: string): string | null {
  const value = details[name]
  if (value === undefined) return null
  const text = oneLine(`${value}`)
  return text === '' ? null : text
}

/**
 * Control and direction marks out, white space single, no secret, 300 characters at the most: names and messages come from
 * anywhere.
 */
export function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replace(/ {2,}/g, ' ')
  return redactText(plain.trim()).slice(0, 300)
}

/** A detail that is an ARN (or `*` in place of one); AWS puts whatever it likes into its messages. */
export function arnOf(problem: Problem, name: string): string | null {
  const text = textOf(problem, name)
  return text !== null && /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|\*)?:[\w+=,.@:/*$-]+$/.test(text) ? text : null
}

function accountOf(tunnel: SavedTunnel, problem: Problem): string | null {
  const own = tunnel.definition.account?.accountId ?? null
  if (tunnel.preference.profile.type === 'sso' && own !== null) return own
  const arns = ['resource', 'principal', 'roleArn'].map((name) => arnOf(problem, name))
  return arns.map((arn) => /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1]).find(Boolean) ?? own
}
