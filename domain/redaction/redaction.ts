import { homeFolder, identityForms } from './personal-forms.ts'
import { withoutSecrets } from './without-secrets.ts'

/** A text that stays on this computer: without secrets, and without the name in a home folder's path. */
export function redactText(text: string): string {
  return withoutSecrets(text).replace(homeFolder.pattern, homeFolder.replacement)
}

/** A text to pass on: without secrets, account numbers, e-mail addresses and the names in home folders' paths. */
export function redactForSharing(text: string): string {
  return identityForms.reduce((rest, { pattern, replacement }) => rest.replace(pattern, replacement), redactText(text))
}

/** The same value without the secrets in its texts, at any depth; numbers and names of fields stay. */
export function secretsOut<T>(value: T): T
export function secretsOut(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value)
  if (Array.isArray(value)) return value.map((item: unknown) => secretsOut(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, secretsOut(item)]))
}
