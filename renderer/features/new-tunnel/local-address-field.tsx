import { useWords } from '../../app/services.ts'
import { OptionalTextField } from './optional-text-field.tsx'
import type { TunnelForm } from './use-tunnel-form.ts'

/** A loopback address that is the tunnel's own, so that two of them can have the usual port of their kind. */
export function LocalAddressField({ form }: { readonly form: TunnelForm }) {
  const words = useWords().form
  return (
    <OptionalTextField
      form={form}
      field="localAddress"
      label={words.localAddress}
      mono
      placeholder="127.0.0.2"
      help={words.localAddressHelp}
    />
  )
}
