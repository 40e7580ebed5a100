import { kinds } from '#domain/kinds/kinds.ts'
import { useWords } from '../../app/services.ts'
import { OptionalTextField } from './optional-text-field.tsx'
import type { TunnelForm } from './use-tunnel-form.ts'

/** Names of the hosts file by which clients ask for the port; where the server speaks first nobody hears them. */
export function LocalNamesField({ form }: { readonly form: TunnelForm }) {
  const words = useWords().form
  if (kinds[form.values.kind].opening.firstWord === 'server') return null
  return (
    <OptionalTextField
      form={form}
      field="localNames"
      label={words.localNames}
      placeholder={words.localNamesPlaceholder}
      help={words.localNamesHelp}
    />
  )
}
