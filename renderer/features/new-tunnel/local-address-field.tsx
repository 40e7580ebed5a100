import { useWords } from '../../app/services.ts'
import { TextField } from '../../ui/field.tsx'
import { problemHelp } from './problem-help.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

/** A loopback address that is the tunnel's own, so that two of them can have the usual port of their kind. */
export function LocalAddressField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  return (
    <TextField
      label={words.form.localAddress}
      optional={words.optional}
      mono
      placeholder="127.0.0.2"
      value={form.values.localAddress}
      help={problemHelp(form, 'localAddress', words) ?? { tone: 'plain', text: words.form.localAddressHelp }}
      onChange={(localAddress) => form.change({ localAddress })}
    />
  )
}
