/** One statement of a policy. Patterns may hold `*` anywhere. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  /** `ssm:StartSession`, `ssm:*`. */
  readonly actions: readonly string[]
  /** ARNs. */
  readonly resources: readonly string[]
}

/** Policies that stand around an identity's own, from the outside in: where one stands, it has to allow as well. */
export const limitKinds = ['service-control', 'permissions-boundary', 'session', 'vpc-endpoint'] as const
export type LimitKind = (typeof limitKinds)[number]

/** The statements of each kind of limit; a kind that is absent limits nothing. */
export type Limits = Partial<Readonly<Record<LimitKind, readonly Statement[]>>>

/** What is asked for. */
export interface Wish {
  readonly action: string
  readonly resource: string
}

/** Who decided, and by which kind of statement. */
export type Decision =
  | { readonly is: 'allowed' }
  | { readonly is: 'denied'; readonly how: 'explicit' | 'implicit'; readonly by: LimitKind | 'identity-based' }

/**
 * Decides as IAM does (IAM User Guide, "Policy evaluation logic"): a statement that denies wins wherever it stands; else
 * every kind of limit that is there has to allow, and the identity's own policy as well.
 */
export function decide(wish: Wish, identity: readonly Statement[], limits: Limits): Decision {
  const present = limitKinds.flatMap((by) => (limits[by] === undefined ? [] : [{ by, statements: limits[by] }]))
  const all = [...present, { by: 'identity-based' as const, statements: identity }]
  const forbidding = all.find(({ statements }) => says(statements, 'Deny', wish))
  if (forbidding !== undefined) return { is: 'denied', how: 'explicit', by: forbidding.by }
  const silent = all.find(({ statements }) => !says(statements, 'Allow', wish))
  return silent === undefined ? { is: 'allowed' } : { is: 'denied', how: 'implicit', by: silent.by }
}

const says = (statements: readonly Statement[], effect: Statement['effect'], wish: Wish): boolean =>
  statements.some(
    (statement) =>
      statement.effect === effect &&
      statement.actions.some((pattern) => matches(pattern, wish.action)) &&
      statement.resources.some((pattern) => matches(pattern, wish.resource)),
  )

/** `*` stands for any text, also none. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === text
  const last = rest.pop() ?? ''
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > text.length - last.length) return false
    at = found + part.length
  }
  return true
}

const names: Readonly<Record<LimitKind | 'identity-based', string>> = {
  'service-control': 'service control policy',
  'permissions-boundary': 'permissions boundary',
  session: 'session policy',
  'vpc-endpoint': 'VPC endpoint policy',
  'identity-based': 'identity-based policy',
}

/** AWS's words for a refusal, from `because` or `with` on (IAM User Guide, "Troubleshoot access denied error messages"). */
export function reasonFor({ how, by }: Extract<Decision, { is: 'denied' }>, action: string): string {
  const name = names[by]
  const article = by === 'identity-based' ? 'an' : 'a'
  return how === 'explicit'
    ? `with an explicit deny in ${article} ${name}`
    : `because no ${name} allows the ${action} action`
}
