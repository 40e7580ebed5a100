import type { AnySession } from '#relay/engine/builtin/index.ts'
import { scopeOf } from './listener.ts'

/** What a caller asked StartSession for, as its request tells. */
export interface RequestedSession {
  /** Name of the document, without the ARN around it; null when the request names none. */
  readonly document: string | null
  /** `localPortNumber`, 0 for any free port; null when the request does not say. */
  readonly localPort: number | null
  /** `localUnixSocket`; null when the request does not say. */
  readonly localSocket: string | null
}

type Kind = AnySession['kind']

/** The kind of session that AWS's own documents make; those of an account are known to the account alone. */
const kindsOfDocuments: readonly (readonly [RegExp, Kind])[] = [
  [/^AWS-StartPortForwardingSession/, 'port'],
  [/^AWS-StartSSHSession$/, 'stdio'],
  [/^(AWS-Start(Non)?InteractiveCommand|AWS-PasswordReset|SSM-SessionManagerRunShell)$/, 'shell'],
]

const kindNames: Readonly<Record<Kind, string>> = { port: 'a port', stdio: 'an SSH session', shell: 'a shell' }

/** Reads a StartSession request; a value is the first of its list, as in AWS's own. */
export function requestedSession(request: object): RequestedSession {
  const document = Object.entries(request).find(([name]) => name === 'DocumentName')?.[1] as unknown
  const parameters = Object.entries(request).find(([name]) => name === 'Parameters')?.[1] as unknown
  const given = typeof parameters === 'object' && parameters !== null ? Object.entries(parameters) : []
  const valueOf = (wanted: string): string | null => {
    const value = given.find(([name]) => name === wanted)?.[1] as unknown
    const first: unknown = Array.isArray(value) ? value[0] : value
    return typeof first === 'string' ? first : null
  }
  const port = valueOf('localPortNumber')
  return {
    document: typeof document === 'string' && document !== '' ? document.slice(document.lastIndexOf('/') + 1) : null,
    localPort: port === null ? null : Number(port),
    localSocket: valueOf('localUnixSocket'),
  }
}

/**
 * Why what the agent wants opened is not what was asked for; null when it is. `requested`: null of callers that pass no request,
 * whose wishes nobody knows. A named port is believed of an account's own document, which may fix one; a path never.
 */
export function complaintAbout(
  requested: RequestedSession | null,
  { kind, agreement }: Pick<AnySession, 'kind' | 'agreement'>,
): string | null {
  const wanted = kindsOfDocuments.find(([name]) => name.test(requested?.document ?? ''))?.[1]
  if (wanted !== undefined && wanted !== kind) return refused(`names ${kindNames[kind]}`, kindNames[wanted])
  if (kind !== 'port') return null
  const place = scopeOf(agreement.properties)
  if (place.kind === 'unix') {
    const asked = requested?.localSocket ?? null
    return asked === place.path ? null : refused(`names the socket ${shown(place.path)}`, asked ?? 'none')
  }
  if (!Number.isInteger(place.port) || place.port < 0 || place.port > 65_535) return 'the agent names no port'
  const asked = portAsked(requested)
  return asked === null || asked === place.port ? null : refused(`names port ${place.port}`, portName(asked))
}

/** Null when any will do. */
function portAsked(requested: RequestedSession | null): number | null {
  if (requested === null) return null
  if (requested.localPort !== null) return requested.localPort
  const isOwnDocument = requested.document !== null && !requested.document.startsWith('AWS-')
  return isOwnDocument ? null : 0
}

const portName = (port: number): string => (port === 0 ? 'any free port' : `port ${port}`)

const shown = (path: string): string => JSON.stringify(path.slice(0, 200))

const refused = (what: string, asked: string): string => `the agent ${what}, and what was asked for is ${asked}`
