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
  if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') return undefined
  return environment[`AWS_ENDPOINT_URL_${service}`] || environment['AWS_ENDPOINT_URL'] || undefined
}

/** Truth as the SDKs read it: the word `true`, in any case. */
export function isOn(environment: EnvironmentVariables, name: string): boolean {
  return environment[name]?.toLowerCase() === 'true'
}
