const SUCCESS = 1

/** A client that did everything it was asked. */
export interface ParsedResponse {
  readonly ok: true
  readonly clientVersion: string
  /** `ActionResult` by action type. */
  readonly results: ReadonlyMap<string, unknown>
}

/** Reads a HandshakeResponse, or null when it is no JSON; a failure is what the session ends with, in the agent's words. */
export function parseHandshakeResponse(
  payload: Buffer,
): ParsedResponse | { readonly ok: false; readonly output: string } | null {
  const response = parseObject(payload)
  if (response === null) return null
  const listed: unknown = Reflect.get(response, 'ProcessedClientActions')
  const actions = (Array.isArray(listed) ? listed : []).filter(isObject)
  const failure = actions.find((action) => Reflect.get(action, 'ActionStatus') !== SUCCESS)
  if (failure !== undefined) {
    const [type, status, error] = ['ActionType', 'ActionStatus', 'Error'].map((key) =>
      String(Reflect.get(failure, key)),
    )
    return { ok: false, output: `${type} failed on client with status ${status} error: ${error}` }
  }
  const version: unknown = Reflect.get(response, 'ClientVersion')
  return {
    ok: true,
    clientVersion: typeof version === 'string' ? version : '',
    results: new Map(
      actions.map((action) => [String(Reflect.get(action, 'ActionType')), Reflect.get(action, 'ActionResult')]),
    ),
  }
}

/** The object that a payload holds as JSON, or null. */
export function parseObject(payload: Buffer): object | null {
  try {
    const content: unknown = JSON.parse(payload.toString('utf8'))
    return isObject(content) ? content : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
