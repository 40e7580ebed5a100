import type { IncomingMessage } from 'node:http'
import type { HostTrouble, TriedHost } from '#contract/network-check.ts'

/** What a connection's failure says of the host; by the codes of Node's sockets and resolver. */
export function troubleOf(error: unknown): HostTrouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^(ENOTFOUND|EAI_)/.test(code)) return { is: 'no-name' }
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/.test(code)) return { is: 'refused' }
  if (/^(ETIMEDOUT|ABORT_ERR)$/.test(code)) return { is: 'silent' }
  return { is: 'closed' }
}

/** AWS names each of its answers by one of these. */
const namesOfAws = /^x-amzn?-/i

/**
 * The status of an answer that is not AWS's: a page in its place, from whoever looks into TLS or stands in for it. Null for one of
 * AWS's. Behind a public certificate it is AWS that answers, whatever it says.
 */
export function blockedStatus(response: IncomingMessage, issuer: TriedHost['issuer']): number | null {
  const { statusCode = 0, headers } = response
  if (statusCode < 400 || issuer?.of !== 'company') return null
  if (Object.keys(headers).some((name) => namesOfAws.test(name))) return null
  return /html/i.test(headers['content-type'] ?? '') || statusCode >= 500 ? statusCode : null
}
