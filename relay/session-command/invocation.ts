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
  /** Empty for the default endpoint. */
  readonly ssmEndpoint: string
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
  | { readonly kind: 'invalid-operation' }
  | { readonly kind: 'session'; readonly call: SessionCall }

type Environment = Record<string, string | undefined>

/** The first argument may be the name of a variable that holds the response; names start like this. */
const variablePrefix = 'AWS_SSM_START_SESSION_RESPONSE'
/** Program, response, region, operation: the call of command lines from before the profile was passed on. */
const fewestArguments = 3

/** Reads the arguments after the program's own name. A response in a variable is taken out of `environment`: it is a secret. */
export function readInvocation(args: readonly string[], environment: Environment): Invocation {
  const [first] = args
  if (first === undefined) return { kind: 'presence' }
  if (args.length === 1 && first === '--version') return { kind: 'version' }
  if (args.length < fewestArguments) return { kind: 'unknown-operation', operation: first }
  if (args[2] !== 'StartSession') return { kind: 'invalid-operation' }
  const text = takeResponse(first, environment)
  const response = parseObject(text)
  if (response === null) return { kind: 'unreadable', reason: complaintAbout(text) }
  return readCall(response, args)
}

function readCall(response: object, args: readonly string[]): Invocation {
  const [sessionId, tokenValue, streamUrl] = ['SessionId', 'TokenValue', 'StreamUrl'].map((key) =>
    textOf(response, key),
  )
  if (!sessionId) return { kind: 'incomplete', missing: 'SessionId' }
  if (!tokenValue) return { kind: 'incomplete', missing: 'TokenValue' }
  if (!streamUrl || !isStreamUrl(streamUrl)) return { kind: 'incomplete', missing: 'StreamUrl' }
  const [, region = '', , profile = '', request = '', ssmEndpoint = ''] = args
  const targetId = textOf(parseObject(request) ?? {}, 'Target') ?? ''
  return { kind: 'session', call: { sessionId, tokenValue, streamUrl, region, profile, targetId, ssmEndpoint } }
}

function takeResponse(first: string, environment: Environment): string {
  if (!first.startsWith(variablePrefix)) return first
  const text = environment[first] ?? ''
  delete environment[first]
  return text
}

function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** By name in whatever case: aws-cli writes `SessionId`, its `ecs execute-command` writes `sessionId`. */
function textOf(record: object, key: string): string | undefined {
  const wanted = key.toLowerCase()
  const found: unknown = Object.entries(record).find(([name]) => name.toLowerCase() === wanted)?.[1]
  return typeof found === 'string' ? found : undefined
}

function isStreamUrl(text: string): boolean {
  return URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol)
}

/** As Go says it, where that can be told from the beginning. */
function complaintAbout(text: string): string {
  const [first] = text.trimStart()
  if (first === undefined) return 'unexpected end of JSON input'
  if (!/[[{"\d\-tfn]/.test(first)) return `invalid character '${first}' looking for beginning of value`
  const kind = kindOf(text)
  return kind === null
    ? 'unexpected end of JSON input'
    : `json: cannot unmarshal ${kind} into Go value of type ssm.StartSessionOutput`
}

function kindOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return 'array'
    return typeof value === 'boolean' ? 'bool' : typeof value
  } catch {
    return null
  }
}
