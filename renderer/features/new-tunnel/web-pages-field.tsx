import { kinds } from '#domain/kinds/kinds.ts'
import { mayBeHttp } from '#domain/kinds/opening.ts'
import { useWords } from '../../app/services.ts'
import { TextField } from '../../ui/field.tsx'
import { problemHelp } from './problem-help.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

/** Which web pages may use the port; only where HTTP may be spoken, elsewhere none ever may. */
export function WebPagesField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const { values, change } = form
  if (!mayBeHttp(kinds[values.kind].opening)) return null
  return (
    <TextField
      label={words.form.webPages}
      optional={words.optional}
      placeholder={words.form.webPagesPlaceholder}
      value={values.allowedOrigins}
      help={problemHelp(form, 'allowedOrigins', words) ?? { tone: 'plain', text: words.form.webPagesHelp }}
      onChange={(allowedOrigins) => change({ allowedOrigins })}
    />
  )
}
