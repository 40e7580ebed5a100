/** What AWS says about a denial, for the request to an administrator. */
export interface Denial {
  /** `ssm:StartSession` */
  readonly action?: string
  /** ARN, or `*`. */
  readonly resource?: string
  /** ARN of who asked. */
  readonly principal?: string
  /** `identity-based`, `service control`, `session`, `permissions boundary`, `resource-based`, `VPC endpoint`. */
  readonly policyType?: string
  /** `explicit`: a statement forbids it. `implicit`: none allows it. */
  readonly denial?: 'explicit' | 'implicit'
}

/**
 * Reads "User: P is not authorized to perform: A on resource: R because no identity-based policy allows the A action",
 * or "… with an explicit deny in a service control policy". Parts that a service leaves out are absent.
 */
export function parseDenial(message: string): Denial {
  const principal = /User: (\S+) is not authorized/.exec(message)?.[1]
  const action = /perform:? ([\w-]+:[\w*]+)/.exec(message)?.[1]
  const resource = /on resource: (\S+)/.exec(message)?.[1]?.replace(/[.,]$/, '')
  const explicit = /with an explicit deny in (?:an? )?(.+?) policy/.exec(message)?.[1]
  const boundary = /with an explicit deny in a permissions boundary|no permissions boundary allows/.test(message)
  const implicit = /because no (.+?) policy allows/.exec(message)?.[1]
  const policyType = boundary ? 'permissions boundary' : (explicit ?? implicit)
  const denial = /with an explicit deny/.test(message)
    ? 'explicit'
    : /because no /.test(message)
      ? 'implicit'
      : undefined
  return {
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(principal === undefined ? {} : { principal }),
    ...(policyType === undefined ? {} : { policyType }),
    ...(denial === undefined ? {} : { denial }),
  }
}
