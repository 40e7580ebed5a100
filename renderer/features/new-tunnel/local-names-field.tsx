import { kinds } from '#domain/kinds/kinds.ts'
import { useWords } from '../../app/services.ts'
import { TextField } from '../../ui/field.tsx'
import { problemHelp } from './problem-help.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

/** Names of the hosts file by which clients ask for the port; where the server speaks first nobody hears them. */
export function LocalNamesField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const { values, change } = form
  if (kinds[values.kind].opening.firstWord === 'server') return null
  return (
    <TextField
      label={words.form.localNames}
      optional={words.optional}
      placeholder={words.form.localNamesPlaceholder}
      value={values.localNames}
      help={problemHelp(form, 'localNames', words) ?? { tone: 'plain', text: words.form.localNamesHelp }}
      onChange={(localNames) => change({ localNames })}
    />
  )
}
