import { useEffect, useState } from 'react'
import type { CallOutput, ContractClient } from '#contract/calls.ts'
import { loopbackAddressForm, ports } from '#contract/forms.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import { useServices } from '../../app/services.ts'

/** Milliseconds after the last key before anything is asked. */
export const settleMs = 400

export type PortState = CallOutput<'port.check'> | { readonly state: 'checking' } | { readonly state: 'invalid' }

function portOf(text: string): number | null {
  const number = /^\d+$/.test(text.trim()) ? Number(text.trim()) : 0
  return number >= ports.first && number <= ports.last ? number : null
}

/** Empty for `localhost`; null while it is no address. */
function addressOf(text: string): string | null {
  const address = text.trim()
  return address === '' || loopbackAddressForm.test(address) ? address : null
}

/** Whether a port may be used, at `localhost` or at an address of its own, asked a moment after typing stops. */
export function usePortCheck(typedPort: string, typedAddress: string, exceptTunnel: string | null): PortState {
  const { client } = useServices()
  const [answer, setAnswer] = useState<{ readonly text: string; readonly state: PortState } | null>(null)
  const port = portOf(typedPort)
  const address = addressOf(typedAddress)
  const text = `${address ?? ''} ${typedPort}`
  useEffect(() => {
    if (port === null || address === null) return undefined
    let current = true
    const timer = setTimeout(() => {
      const except = exceptTunnel === null ? {} : { exceptTunnel }
      void client.call('port.check', { port, ...(address === '' ? {} : { address }), ...except }).then((result) => {
        if (current && result.ok) setAnswer({ text, state: result.value })
      })
    }, settleMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, port, address, text, exceptTunnel])
  if (port === null || address === null) return { state: 'invalid' }
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
