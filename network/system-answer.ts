import type { ProxyAddress } from '#contract/network.ts'
import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import { readProxy } from './proxy-address.ts'

/** Ways to a host in the order in which they are to be tried; null to connect directly. Never empty. */
export type ProxyChoices = readonly (ProxyAddress | null)[]

/** Schemes by the words of PAC files, as Chromium writes them: `SOCKS` alone is version 4 there. */
const schemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
}

/**
 * Reads what a system or its PAC file answers for a host: `PROXY a:3128; SOCKS5 b:1080; DIRECT`. What is not understood is
 * passed over; PROXY_UNUSABLE when nothing else is named.
 */
export function readSystemAnswer(text: string): Result<ProxyChoices> {
  const entries = text.split(';').flatMap((entry) => entry.trim() || [])
  const choices = entries.flatMap((entry) => choiceIn(entry) ?? [])
  if (choices.length > 0) return ok(choices.map(({ proxy }) => proxy))
  const scheme = entries[0]?.split(/\s/)[0]?.toLowerCase()
  if (scheme === undefined) return ok([null])
  return fail('PROXY_UNUSABLE', { variable: 'PAC', reason: 'scheme', scheme })
}

function choiceIn(entry: string): { readonly proxy: ProxyAddress | null } | null {
  const [kind = '', place = ''] = entry.split(/\s+/)
  if (kind.toUpperCase() === 'DIRECT') return { proxy: null }
  const scheme = schemes[kind.toUpperCase()]
  if (scheme === undefined) return null
  const read = readProxy({ variable: 'PAC', text: `${scheme}://${place}` })
  return read.ok ? { proxy: read.value } : null
}
