/** What every SDK exception tells, whatever its class. */
export interface SdkFailure {
  /** `AccessDeniedException`, `ThrottlingException`, … without namespace. */
  readonly name: string
  readonly message: string
  readonly requestId: string | null
  readonly status: number | null
  /** System error code of a connection that failed: `ENOTFOUND`, `CERT_HAS_EXPIRED`, … */
  readonly networkCode: string | null
  /** The service's clock when it answered, epoch ms. */
  readonly serverTime: number | null
}

/** Reads an exception of any SDK client. The classes differ by service, these fields do not. */
export function readSdkFailure(error: unknown): SdkFailure {
  const metadata = at(error, '$metadata')
  const date = at(at(at(error, '$response'), 'headers'), 'date')
  const serverTime = typeof date === 'string' ? Date.parse(date) : NaN
  const status = at(metadata, 'httpStatusCode')
  return {
    name: (text(at(error, 'name')) ?? 'Error').replace(/^.*#/, ''),
    message: messageOf(error),
    requestId: text(at(metadata, 'requestId')),
    status: typeof status === 'number' ? status : null,
    networkCode: networkCodeOf(error),
    serverTime: Number.isNaN(serverTime) ? null : serverTime,
  }
}

/** OIDC exceptions carry their text in `error_description`; their `message` is "UnknownError". */
function messageOf(error: unknown): string {
  const text = at(error, 'error_description') ?? at(error, 'message') ?? at(error, 'Message')
  return (typeof text === 'string' ? text : '').slice(0, 1_000)
}

/** The first system error code along the chain of causes. */
function networkCodeOf(error: unknown): string | null {
  let current: unknown = error
  for (let depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth += 1) {
    const code = at(current, 'code')
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code
    const first = at(current, 'errors')
    current = at(current, 'cause') ?? (Array.isArray(first) ? first[0] : undefined)
  }
  return null
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
