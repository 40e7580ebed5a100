import { relayOrder, type RelayOrder } from '#contract/relay.ts'

/** A parsed order, or why it is none. The reason names fields, never values: orders carry secrets. */
type ParsedOrder =
  | { readonly ok: true; readonly order: RelayOrder }
  | { readonly ok: false; readonly orderType: string; readonly issues: string }

/** Parses what arrived from the other process. Never throws. */
export function parseOrder(message: unknown): ParsedOrder {
  const parsed = relayOrder.safeParse(message)
  if (parsed.success) return { ok: true, order: parsed.data }
  const issues = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join(', ')
  return { ok: false, orderType: typeOf(message), issues }
}

function typeOf(message: unknown): string {
  if (typeof message !== 'object' || message === null || !('type' in message)) return 'none'
  return typeof message.type === 'string' ? message.type.slice(0, 40) : 'none'
}
