import { hopOf } from '#domain/problem/traits.ts'
import type { Problem } from '#contract/problem.ts'
import type { ProfileRef, SavedTunnel } from '#contract/tunnel.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'
import { profileOf } from '#domain/profile/profile.ts'

/** What a sentence about a problem may name. Every fact may be missing; sentences then speak in general. */
export interface ProblemFacts {
  readonly localPort?: string
  readonly program?: string
  readonly pid?: string
  readonly otherTunnel?: string
  readonly host?: string
  readonly port?: string
  readonly target?: string
  readonly rule?: string
  readonly session?: string
  readonly account?: string
  readonly role?: string
  readonly profile?: string
  readonly document?: string
  readonly path?: string
  readonly version?: string
  readonly action?: string
  readonly file?: string
  readonly line?: string
  readonly names?: string
  readonly reason?: string
  /** A setting of `~/.aws/config`, and the profile that another one takes its credentials from. */
  readonly key?: string
  readonly source?: string
}

/** Detail keys that say the same thing, most specific first. */
const sources = {
  localPort: ['localPort', 'local_port'],
  program: ['program', 'owner'],
  pid: ['pid', 'ownerPid'],
  otherTunnel: ['tunnelName', 'tunnel'],
  host: ['host', 'hostname'],
  port: ['endpointPort', 'remotePort', 'portNumber'],
  target: ['targetId', 'target', 'instanceId'],
  rule: ['rule'],
  session: ['session', 'sessionName'],
  account: ['account', 'accountId'],
  role: ['roleName', 'role'],
  profile: ['profile', 'profileName'],
  document: ['document', 'documentName'],
  path: ['keptAs', 'path', 'file'],
  version: ['version', 'pluginVersion', 'agentVersion'],
  action: ['action', 'operation'],
  file: ['file'],
  line: ['line'],
  names: ['names'],
  reason: ['reason'],
  key: ['key'],
  source: ['source'],
} as const satisfies Record<keyof ProblemFacts, readonly string[]>

function factsOfTunnel(tunnel: SavedTunnel): ProblemFacts {
  const { endpoint, target } = tunnel.definition
  return {
    localPort: String(tunnel.preference.localPort),
    host: endpoint.host,
    port: String(endpoint.port),
    rule: ruleText(target),
    ...(target.by === 'id' ? { target: target.id } : {}),
    ...profileFacts(profileOf(tunnel)),
  }
}

function profileFacts(profile: ProfileRef | null): ProblemFacts {
  if (profile === null) return {}
  if (profile.type === 'named') return { profile: profile.name }
  const session = profile.session ?? profile.startUrl
  return { ...(session === undefined ? {} : { session }), account: profile.accountId, role: profile.roleName }
}

/** Facts of a problem: what its details say, then what the tunnel's own settings say. */
export function problemFacts(problem: Problem, tunnel: SavedTunnel | null): ProblemFacts {
  const details = new Map(Object.entries(problem.details))
  const bare = details.get('port')
  const portKey = hopOf(problem) === 'endpoint' ? 'port' : 'localPort'
  const facts: Record<string, string> = tunnel === null ? {} : { ...factsOfTunnel(tunnel) }
  if (bare !== undefined) facts[portKey] = String(bare)
  for (const [name, keys] of Object.entries(sources)) {
    const found = keys.map((key) => details.get(key)).find((value) => value !== undefined)
    if (found !== undefined) facts[name] = String(found)
  }
  return facts
}

/** Details named `…At` are epoch ms. */
const isTime = (key: string, value: unknown): value is number =>
  key.endsWith('At') && typeof value === 'number' && value > 1e12 && value < 1e13

/** The text AWS or the system gave, as it came; for the raw block and for copying. */
export function rawMessage(problem: Problem): string {
  const { message, raw, ...rest } = problem.details
  const text = raw ?? message
  if (text !== undefined) return String(text)
  const others = Object.entries(rest).map(
    ([key, value]) => `${key}=${isTime(key, value) ? new Date(value).toISOString() : value}`,
  )
  return [problem.code, ...others].join(' ')
}
