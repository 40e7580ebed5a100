import type { CalledHost, HostUse } from '#contract/network-check.ts'
import { partitionOf } from '#domain/partition/partition.ts'
import type { ServiceHosts } from '../../app/network/ports.ts'
import type { AwsHttp, ClientOptions } from '../http/client-http.ts'
import { endpointOf, ownEndpointOf, type ServiceId } from '../http/sdk-variables.ts'

/** Which services are called for what. */
const services: Readonly<Record<HostUse, readonly (ServiceId | 'SSMMESSAGES')[]>> = {
  'sign-in': ['SSO_OIDC', 'SSO'],
  'console-sign-in': ['SIGNIN'],
  'role-keys': ['STS'],
  'session-manager': ['SSM'],
  'session-data': ['SSMMESSAGES'],
  instances: ['EC2'],
  containers: ['ECS'],
  'session-keys': ['KMS'],
  'ssh-keys': ['EC2_INSTANCE_CONNECT'],
}

/** As much of a client as knows where its service is. */
interface Locatable {
  readonly config: {
    endpointProvider(parameters: {
      readonly Region: string
      readonly UseFIPS: boolean
      readonly UseDualStack: boolean
    }): { readonly url: URL }
  }
}

/** AWS's own rules say where a service is: names of FIPS and dual stack follow no pattern. */
const clients: Readonly<Partial<Record<ServiceId, (options: ClientOptions) => Promise<Locatable>>>> = {
  SSM: async (options) => new (await import('@aws-sdk/client-ssm')).SSMClient(options),
  STS: async (options) => new (await import('@aws-sdk/client-sts')).STSClient(options),
  EC2: async (options) => new (await import('@aws-sdk/client-ec2')).EC2Client(options),
  ECS: async (options) => new (await import('@aws-sdk/client-ecs')).ECSClient(options),
  KMS: async (options) => new (await import('@aws-sdk/client-kms')).KMSClient(options),
  SSO: async (options) => new (await import('@aws-sdk/client-sso')).SSOClient(options),
  SSO_OIDC: async (options) => new (await import('@aws-sdk/client-sso-oidc')).SSOOIDCClient(options),
}

/** Endpoints by the user's variables, else by AWS's rules. */
export function createServiceHosts(http: Pick<AwsHttp, 'environment' | 'options'>): ServiceHosts {
  const urlOf = async (service: ServiceId, region: string): Promise<URL> => {
    const options = http.options(service, region)
    if (options.endpoint !== undefined) return new URL(options.endpoint)
    // No client of the SDK's knows it: the host has a domain of its own.
    if (service === 'SIGNIN') return new URL(`https://${region}.${partitionOf(region).signInHost}/`)
    const client = await clients[service]?.(options)
    const { useFipsEndpoint: UseFIPS, useDualstackEndpoint: UseDualStack } = options
    const found = client?.config.endpointProvider({ Region: region, UseFIPS, UseDualStack })
    return found?.url ?? new URL(`https://ec2-instance-connect.${region}.${partitionOf(region).dnsSuffix}/`)
  }
  const dataUrl = (region: string): URL | null => {
    const own = ownEndpointOf(http.environment, 'SSMMESSAGES')
    if (own !== undefined && URL.canParse(own)) return new URL(own)
    // Where another service stands in for AWS, its answer to StartSession says where the data goes.
    if (endpointOf(http.environment, 'SSMMESSAGES') !== undefined) return null
    return new URL(`https://ssmmessages.${region}.${partitionOf(region).dnsSuffix}/`)
  }
  return {
    async hostOf(use, region) {
      const called = services[use].map(async (service) =>
        service === 'SSMMESSAGES' ? dataUrl(region) : await urlOf(service, region),
      )
      const urls = await Promise.all(called)
      return urls.flatMap((url) => (url === null ? [] : [calledAt(url, use)]))
    },
  }
}

function calledAt({ protocol, hostname, port }: URL, use: HostUse): CalledHost {
  const scheme = protocol === 'http:' || protocol === 'ws:' ? 'http' : 'https'
  const usual = scheme === 'http' ? 80 : 443
  return { scheme, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port), use }
}
