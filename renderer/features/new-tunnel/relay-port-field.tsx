import { relayCommand } from '#domain/session-document.ts'
import { useWords } from '../../app/services.ts'
import { OptionalTextField } from './optional-text-field.tsx'
import type { TunnelForm } from './use-tunnel-form.ts'

/** The port of the bastion at which a program there passes connections on, and what that program could be. */
export function RelayPortField({ form }: { readonly form: TunnelForm }) {
  const say = useWords().form.relayPort
  const { relayPort, host, port } = form.values
  const typed = relayPort.trim()
  const help =
    typed === '' || host.trim() === '' ? say.help : say.example(relayCommand(typed, `${host.trim()}:${port.trim()}`))
  return <OptionalTextField form={form} field="relayPort" label={say.label} mono help={help} />
}
