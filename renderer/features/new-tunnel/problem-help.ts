import type { Messages } from '#words/messages.ts'
import type { Help } from '../../ui/field.tsx'
import type { FormField } from './form-values.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

/** The sentence for what is wrong with a field, or nothing. */
export function problemHelp(form: TunnelForm, field: FormField, words: Messages): Help | null {
  const problem = form.problems[field]
  return problem === undefined
    ? null
    : {
        tone: 'bad',
        text:
          form.values[field] === '' && problem !== 'account' ? words.form.errors.required : words.form.errors[problem],
      }
}
