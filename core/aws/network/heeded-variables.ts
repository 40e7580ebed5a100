import type { AppFacts } from '#contract/snapshot.ts'
import type { EnvironmentVariables } from '#network/environment-variables.ts'
import { isOn } from '../http/sdk-variables.ts'

type HeededVariable = NonNullable<AppFacts['heededVariables']>[number]

const endpointName = /^AWS_ENDPOINT_URL(?:_[A-Z0-9_]+)?$/
const switches: readonly string[] = ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT']
const authorities: readonly string[] = ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR']

/**
 * The variables of this computer that change where AWS is asked, or whom TLS trusts, by their names; those of endpoints with the host that
 * they name. Values are shown no further: an address may hold a password, and a path is nobody's business.
 */
export function heededVariables(environment: EnvironmentVariables): readonly HeededVariable[] {
  const ignoresEndpoints = isOn(environment, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')
  const endpoints = Object.entries(environment).flatMap(([name, value]) => {
    if (ignoresEndpoints || !endpointName.test(name) || value === undefined || !URL.canParse(value)) return []
    return [{ name, host: new URL(value).host }]
  })
  const others = [
    ...switches.filter((name) => isOn(environment, name)),
    ...authorities.filter((name) => (environment[name] ?? '') !== ''),
  ]
  const byName = endpoints.toSorted((one, other) => one.name.localeCompare(other.name))
  return [...byName, ...others.map((name) => ({ name, host: null }))]
}
