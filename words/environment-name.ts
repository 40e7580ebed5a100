import type { Environment } from '#contract/tunnel.ts'

/** Names of the environments that are ours, by id, in one language. */
type Names = Readonly<Record<string, string>>

/** What an environment is called: as somebody named it, or in the user's language where the name is ours. */
export function environmentName(
  { id, name }: Pick<Environment, 'id' | 'name'>,
  words: { readonly environments: Names },
): string {
  const { environments } = words
  return name ?? (Object.hasOwn(environments, id) ? environments[id] : undefined) ?? id
}
