/** Client errors of HTTP that pass by themselves: a request that took too long, and too many of them. */
const passing: ReadonlySet<number> = new Set([408, 429])
/** The services spell "not so fast" in many ways, most of them with status 400. */
const throttled = /Throttl|TooManyRequests|LimitExceeded|SlowDown|RequestTimeout/

/**
 * Whether AWS heard the call and will not do it for these credentials (or at all), in its words; null for what may be
 * different in a moment: throttling, a fault of the service, no network, no credentials just now.
 */
export function refusalIn(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const metadata: unknown = Reflect.get(error, '$metadata')
  const status: unknown = metadata instanceof Object ? Reflect.get(metadata, 'httpStatusCode') : undefined
  if (typeof status !== 'number' || status < 400 || status >= 500) return null
  if (passing.has(status) || throttled.test(error.name)) return null
  return `${error.name}: ${error.message}`
}
