import type { NetworkRoute } from '#contract/network.ts'
import type { EnvironmentVariables } from './environment-variables.ts'
import { proxyUrl, readProxy } from './proxy-address.ts'
import { exceptionList, proxySetting } from './proxy-variables.ts'

/** What a program of somebody else's is told about the network, so that it goes the way that we would. */
export interface ChildWay {
  readonly url: string
  readonly route: NetworkRoute
  /** A file with every authority to trust, the runtime's own among them; null where the system's store is enough. */
  readonly trustFile: string | null
  readonly platform: NodeJS.Platform
}

/**
 * Variables of the network for AWS's plugin: its proxy in both spellings, written so that Go reads it as we do, for Go does
 * not know `ALL_PROXY`, takes no raw `%` in a password and a leading dot for another thing. A host that is reached
 * directly is among the exceptions; the other hosts that the plugin calls find their way by the same variables.
 *
 * Go reads `SSL_CERT_FILE` on Linux, in place of the system's file; AWS's SDK for Go reads `AWS_CA_BUNDLE` everywhere.
 */
export function childVariables(environment: EnvironmentVariables, way: ChildWay): Readonly<Record<string, string>> {
  const { route, trustFile, platform } = way
  const list = exceptionList(environment)
  const proxy = route.proxy === null ? proxyIn(environment, 'tls') : proxyUrl(route.proxy)
  const isPassedOver = route.proxy === null && proxy !== null
  const exceptions = isPassedOver ? [list, bareHost(way.url)].filter((entry) => entry !== '').join(',') : list
  return {
    ...bothSpellings('HTTPS_PROXY', proxy),
    ...bothSpellings('HTTP_PROXY', proxyIn(environment, 'plain')),
    ...bothSpellings('NO_PROXY', exceptions === '' ? null : exceptions),
    ...(trustFile === null ? {} : { AWS_CA_BUNDLE: trustFile }),
    ...(trustFile === null || platform !== 'linux' ? {} : { SSL_CERT_FILE: trustFile }),
  }
}

/** Names that {@link childVariables} decides about; in upper case, for either. */
export const decidedVariables: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'])

function proxyIn(environment: EnvironmentVariables, security: 'tls' | 'plain'): string | null {
  const setting = proxySetting(environment, security)
  const proxy = setting === null || setting.text === '' ? null : readProxy(setting)
  return proxy?.ok === true ? proxyUrl(proxy.value) : null
}

function bothSpellings(name: string, value: string | null): Readonly<Record<string, string>> {
  return value === null ? {} : { [name]: value, [name.toLowerCase()]: value }
}

function bareHost(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '')
}
