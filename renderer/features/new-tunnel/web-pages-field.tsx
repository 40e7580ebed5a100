import { kinds } from '#domain/kinds/kinds.ts'
import { mayBeHttp } from '#domain/kinds/opening.ts'
import { useWords } from '../../app/services.ts'
import { OptionalTextField } from './optional-text-field.tsx'
import type { TunnelForm } from './use-tunnel-form.ts'

/** Which web pages may use the port; only where HTTP may be spoken, elsewhere none ever may. */
export function WebPagesField({ form }: { readonly form: TunnelForm }) {
  const words = useWords().form
  if (!mayBeHttp(kinds[form.values.kind].opening)) return null
  return (
    <OptionalTextField
      form={form}
      field="allowedOrigins"
      label={words.webPages}
      placeholder={words.webPagesPlaceholder}
      help={words.webPagesHelp}
    />
  )
}
