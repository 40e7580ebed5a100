import type { EnvironmentVariables } from '#network/environment-variables.ts'

/** Service ids as the SDKs spell them in `AWS_ENDPOINT_URL_<ID>`. */
export type ServiceId =
  | 'SSM'
  | 'SSMMESSAGES'
  | 'EC2'
  | 'ECS'
  | 'KMS'
  | 'SSO'
  | 'SSO_OIDC'
  | 'STS'
  | 'SIGNIN'
  | 'EC2_INSTANCE_CONNECT'

/** The endpoint that the user set for a service, or undefined for the AWS default. */
export function endpointOf(environment: EnvironmentVariables, service: ServiceId): string | undefined {
  return (
    ownEndpointOf(environment, service) ??
    (isIgnored(environment) ? undefined : environment['AWS_ENDPOINT_URL'] || undefined)
  )
}

/** The endpoint that was set for this service alone. */
export function ownEndpointOf(environment: EnvironmentVariables, service: ServiceId): string | undefined {
  return isIgnored(environment) ? undefined : environment[`AWS_ENDPOINT_URL_${service}`] || undefined
}

const isIgnored = (environment: EnvironmentVariables): boolean =>
  isOn(environment, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')

/** Truth as the SDKs read it: the word `true`, in any case. */
export function isOn(environment: EnvironmentVariables, name: string): boolean {
  return environment[name]?.toLowerCase() === 'true'
}
