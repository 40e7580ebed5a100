import { mark, secretForms, type SecretForm } from './secret-forms.ts'

/** The text without its secrets, of all forms unless some are named. Idempotent; names, ids and hosts stay as they are. */
export function withoutSecrets(text: string, forms: readonly SecretForm[] = secretForms): string {
  return forms.reduce(
    (rest, { pattern, isSecret }) =>
      rest.replace(pattern, (match: string, ...groups: readonly unknown[]) => {
        if (isSecret?.(match) === false) return match
        return `${typeof groups[0] === 'string' && match.startsWith(groups[0]) ? groups[0] : ''}${mark}`
      }),
    text,
  )
}
