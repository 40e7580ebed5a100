import type { Environment } from '#contract/tunnel.ts'

/** The environments of a catalog that names none, in the order of lists: what can do most harm comes first. */
export const defaultEnvironments: readonly Environment[] = [
  { id: 'production', mark: 'filled', isProduction: true, firstDigit: 1 },
  { id: 'staging', mark: 'half', isProduction: false, firstDigit: 2 },
  { id: 'development', mark: 'hollow', isProduction: false, firstDigit: 3 },
]

/** The environment of an id. One that no list names is shown by its id and has the ports that no default takes. */
export function environmentOf(environments: readonly Environment[], id: string): Environment {
  const known = environments.find((environment) => environment.id === id)
  return known ?? { id, mark: 'hollow', isProduction: false, firstDigit: 4 }
}

/** Id of the environment that an account's name tells, or null. */
export function guessEnvironment(account: string, environments: readonly Environment[]): string | null {
  const ofId = (wanted: string): string | null => environments.find(({ id }) => id === wanted)?.id ?? null
  if (/(^|[^a-z])(prod|prd|production|live)/i.test(account))
    return environments.find(({ isProduction }) => isProduction)?.id ?? null
  if (/(^|[^a-z])(stag|stg|uat|preprod|qa)/i.test(account)) return ofId('staging')
  if (/(^|[^a-z])(dev|test|sandbox|play)/i.test(account)) return ofId('development')
  return null
}
