import { relayCommand } from '#domain/session-document.ts'
import { useWords } from '../../app/services.ts'
import { TextField } from '../../ui/field.tsx'
import { problemHelp } from './problem-help.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

/** The port of the bastion at which a program there passes connections on, and what that program could be. */
export function RelayPortField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const { relayPort, host, port } = form.values
  const say = words.form.relayPort
  const typed = relayPort.trim()
  const text =
    typed === '' || host.trim() === '' ? say.help : say.example(relayCommand(typed, `${host.trim()}:${port.trim()}`))
  return (
    <TextField
      label={say.label}
      optional={words.optional}
      mono
      value={relayPort}
      help={problemHelp(form, 'relayPort', words) ?? { tone: 'plain', text }}
      onChange={(next) => form.change({ relayPort: next })}
    />
  )
}
