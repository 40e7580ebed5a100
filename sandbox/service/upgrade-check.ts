import type { GatewayOptions } from '../gateway/gateway.ts'
import { parseChannelRequest } from '../gateway/stream-url.ts'
import { mayCall } from '../state/identity.ts'
import type { Memory } from '../state/memory.ts'
import { authenticate, type Caller } from '../wire/authenticate.ts'

/**
 * Judges a WebSocket upgrade. Signed ones must be signed well, by somebody who may open this very session's channel;
 * unsigned ones pass, as clients before the data channel was signed made them.
 */
export const createUpgradeCheck =
  ({ keys, clock, sessions }: Pick<Memory, 'keys' | 'clock' | 'sessions'>): GatewayOptions['authorizeUpgrade'] =>
  ({ url, headers }) => {
    if (headers['authorization'] === undefined) return true
    const target = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/]+/, '')
    const request = { method: 'GET', target, headers, body: Buffer.alloc(0) }
    const checked = authenticate(request, 'ssmmessages', keys, clock)
    return checked.ok && mayOpen(checked.caller, sessions.find(parseChannelRequest(target)?.sessionId ?? ''))
  }

/** As for ResumeSession: sessions are their owners', and administrators'. Unknown ones are the gateway's to refuse. */
function mayOpen({ identity, region }: Caller, session: ReturnType<Memory['sessions']['find']>): boolean {
  if (!mayCall(identity, 'ssmmessages:OpenDataChannel')) return false
  if (session === null) return true
  const named = session.sessionId.startsWith(`${identity.sessionName}-`) || session.owner === identity.arn
  const own = named || identity.permissionSet.allow.includes('ssm:*')
  return own && session.accountId === identity.accountId && session.region === region
}
