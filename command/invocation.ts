import { distrustOf } from '#network/stream-address.ts'
import { requestedSession, type RequestedSession } from './requested-session.ts'

/** Everything a session needs of the command line, as aws-cli and others write it. */
export interface SessionCall {
  readonly sessionId: string
  readonly tokenValue: string
  readonly streamUrl: string
  readonly region: string
  /** Empty for none. */
  readonly profile: string
  /** Of the StartSession request; empty when it is not said. */
  readonly targetId: string
  /** What that request asked for; null of callers that pass none. */
  readonly requested: RequestedSession | null
  /** Empty for the default endpoint. */
  readonly ssmEndpoint: string
  /** The caller does not know of targets, and so not of encryption. */
  readonly isLegacy: boolean
}

/** What the command was asked to do. */
export type Invocation =
  | { readonly kind: 'presence' }
  | { readonly kind: 'version' }
  | { readonly kind: 'unknown-operation'; readonly operation: string }
  /** The StartSession response can not be read; `reason` in the words of Go's JSON reader. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** It is an object, but no session's. */
  | { readonly kind: 'incomplete'; readonly missing: string }
  /** The session's token must not go where it is asked to; `reason` says why. */
  | { readonly kind: 'distrusted'; readonly reason: string }
  | { readonly kind: 'invalid-operation' }
  | { readonly kind: 'session'; readonly call: SessionCall }

type Environment = Record<string, string | undefined>

/** The first argument may be the name of a variable that holds the response; names start like this. */
const variablePrefix = 'AWS_SSM_START_SESSION_RESPONSE'
/** Response, region, operation: the call of command lines from before the profile was passed on. */
const fewestArguments = 3
/** Those, and profile, request, endpoint: the call that must name its target. */
const usualArguments = 6

/** Reads the arguments after the program's own name. A response in a variable is taken out of `environment`: it is a secret. */
export function readInvocation(args: readonly string[], environment: Environment): Invocation {
  const [first] = args
  if (first === undefined) return { kind: 'presence' }
  if (args.length === 1 && first === '--version') return { kind: 'version' }
  if (args.length < fewestArguments) return { kind: 'unknown-operation', operation: first }
  if (args[2] !== 'StartSession') return { kind: 'invalid-operation' }
  const text = takeResponse(first, environment)
  const response = parse(text)
  const complaint = complaintAbout(text, response)
  return complaint === null ? readCall(objectIn(response), args) : { kind: 'unreadable', reason: complaint }
}

function readCall(response: object, args: readonly string[]): Invocation {
  const [, region = '', , profile = '', request = '', ssmEndpoint = ''] = args
  const [sessionId = '', tokenValue = '', streamUrl = ''] = fields.map((name) => textOf(response, name))
  const asked = objectIn(parse(request))
  const targetId = textOf(asked, 'Target') ?? ''
  if (targetId === '' && args.length === usualArguments) return { kind: 'incomplete', missing: 'Target in the request' }
  const missing = fields.find((_name, index) => [sessionId, tokenValue, streamUrl][index] === '')
  if (missing !== undefined) return { kind: 'incomplete', missing: `${missing} in the StartSession response` }
  const distrust = distrustOf(streamUrl)
  if (distrust !== null) return { kind: 'distrusted', reason: distrust }
  const isLegacy = args.length < usualArguments && targetId === ''
  return {
    kind: 'session',
    call: {
      ...{ sessionId, tokenValue, streamUrl, region, profile, targetId, ssmEndpoint, isLegacy },
      requested: targetId === '' ? null : requestedSession(asked),
    },
  }
}

const fields = ['SessionId', 'TokenValue', 'StreamUrl'] as const

function takeResponse(first: string, environment: Environment): string {
  if (!first.startsWith(variablePrefix)) return first
  const text = environment[first] ?? ''
  delete environment[first]
  return text
}

/** A value of JSON; undefined for what is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function objectIn(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

/** By name in whatever case: aws-cli writes `SessionId`, its `ecs execute-command` writes `sessionId`. */
function valueOf(record: object, name: string): unknown {
  const wanted = name.toLowerCase()
  return Object.entries(record).find(([key]) => key.toLowerCase() === wanted)?.[1]
}

function textOf(record: object, name: string): string | undefined {
  const found = valueOf(record, name)
  return typeof found === 'string' ? found : undefined
}

/** What Go's JSON reader says to a response; null when it takes it. A `null` it takes, too. */
function complaintAbout(text: string, value: unknown): string | null {
  if (value === undefined) return complaintAboutSyntax(text)
  if (value === null) return null
  if (typeof value !== 'object' || Array.isArray(value))
    return cannotUnmarshal(value, 'value of type ssm.StartSessionOutput')
  const name = fields.find((field) => !['string', 'undefined'].includes(typeof (valueOf(value, field) ?? undefined)))
  if (name === undefined) return null
  return cannotUnmarshal(valueOf(value, name), `struct field StartSessionOutput.${name} of type string`)
}

/** As far as it can be told from the first character, or from the one after the value. */
function complaintAboutSyntax(text: string): string {
  const [first] = text.trimStart()
  if (first !== undefined && !/[[{"\d\-tfn]/.test(first)) {
    return `invalid character '${first}' looking for beginning of value`
  }
  const after = /after JSON at position (\d+)/.exec(syntaxErrorOf(text))?.[1]
  if (after === undefined) return 'unexpected end of JSON input'
  return `invalid character '${text.charAt(Number(after))}' after top-level value`
}

function syntaxErrorOf(text: string): string {
  try {
    JSON.parse(text)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

function cannotUnmarshal(value: unknown, target: string): string {
  return `json: cannot unmarshal ${kindOf(value)} into Go ${target}`
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
