import type { PluginDeps } from './plugin.ts'
import type { DialTarget } from '../gateway.ts'

/** Where a port session goes, or the text it ends with before it begins. */
type PortEndpoint =
  | { readonly ok: true; readonly host: string; readonly port: number }
  | { readonly ok: false; readonly output: string }

/** The checks an agent makes when a port session starts; a remote host is resolved once, here. */
export function checkEndpoint(deps: Pick<PluginDeps, 'properties' | 'dial'>): PortEndpoint {
  const portText = deps.properties['portNumber'] ?? ''
  if (portText === '') return { ok: false, output: 'Port number is empty in session properties.' }
  const host = deps.properties['host'] || 'localhost'
  const port = Number(portText)
  const output = refusal(deps.dial(host, port), host)
  return output === null ? { ok: true, host, port } : { ok: false, output }
}

function refusal(target: DialTarget, host: string): string | null {
  if (target.kind === 'forbidden') return `Forwarding to IP address ${host} is forbidden.`
  if (target.kind === 'unknown-host') return `lookup ${host}: no such host`
  return null
}
