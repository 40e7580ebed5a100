import { useEffect, useState } from 'react'
import type { CallOutput, ContractClient } from '#contract/calls.ts'
import { ports } from '#contract/forms.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { useServices } from '../../app/services.ts'

/** Milliseconds after the last key before anything is asked. */
export const settleMs = 400

export type PortState = CallOutput<'port.check'> | { readonly state: 'checking' } | { readonly state: 'invalid' }

function portOf(text: string): number | null {
  const number = /^\d+$/.test(text.trim()) ? Number(text.trim()) : 0
  return number >= ports.first && number <= ports.last ? number : null
}

/** Whether a port may be used, asked a moment after typing stops. */
export function usePortCheck(text: string, exceptTunnel: string | null): PortState {
  const { client } = useServices()
  const [answer, setAnswer] = useState<{ readonly text: string; readonly state: PortState } | null>(null)
  const port = portOf(text)
  useEffect(() => {
    if (port === null) return undefined
    let current = true
    const timer = setTimeout(() => {
      void client.call('port.check', exceptTunnel === null ? { port } : { port, exceptTunnel }).then((result) => {
        if (current && result.ok) setAnswer({ text, state: result.value })
      })
    }, settleMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, port, text, exceptTunnel])
  if (port === null) return { state: 'invalid' }
  return answer?.text === text ? answer.state : { state: 'checking' }
}

/** The next free port of the plan, or null when main cannot tell. */
export async function suggestPort(
  client: ContractClient,
  environment: string,
  kind: TunnelKind,
): Promise<string | null> {
  const answer = await client.call('port.suggest', { environment, kind })
  return answer.ok ? String(answer.value.port) : null
}
