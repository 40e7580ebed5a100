import type { Clock } from '#domain/clock/clock.ts'
import { type AwsHttp, createAwsHttp } from '#core/aws/index.ts'
import { type CertificateFile, createCertificateFile } from '#core/app/network/certificate-file.ts'
import type { CertificateFileSetting } from '#core/app/network/ports.ts'
import { createKeptProxySignIns } from '#core/app/network/kept-proxy-sign-ins.ts'
import { createProxyDesk, type ProxyDesk } from '#core/app/network/proxy-desk.ts'
import type { Log, SecretStore } from '#core/app/ports.ts'
import { readCertificateFile } from '#network/certificate-file.ts'
import { withProxySignIns } from '#network/proxy-sign-ins.ts'
import { createFindRoute, type FindRoute, routeBy } from '#network/route.ts'
import { createTrust } from '#network/trust.ts'
import { tryProxy } from '#network/try-proxy.ts'
import { createSystemProxy } from '../system/system-proxy.ts'
import { openNames } from '../window/page-session.ts'

/** How this computer reaches AWS. */
export interface NetworkWay {
  readonly http: AwsHttp
  /** As it is known; asks nobody. */
  readonly findRoute: FindRoute
  readonly certificateFile: CertificateFile
  readonly proxies: ProxyDesk
}

interface NetworkWayParts {
  readonly environment: NodeJS.ProcessEnv
  readonly clock: Clock
  readonly log: Log
  readonly settings: CertificateFileSetting
  readonly secrets: SecretStore
}

/** Here alone it is said how this computer reaches AWS; the relay hears it with each pass. */
export function createNetworkWay({ environment, clock, log, settings, secrets }: NetworkWayParts): NetworkWay {
  const { platform } = process
  const certificateFile = createCertificateFile({ settings, read: readCertificateFile, clock })
  const [chosenFile, askSystem] = [certificateFile.path, createSystemProxy(clock, openNames)]
  const trustOptions = { environment, platform, chosenFile }
  const find = createFindRoute({ ...trustOptions, askSystem })
  const trust = createTrust(trustOptions)
  const proxies = createProxyDesk({
    tryProxy: async (proxy, authority) => await tryProxy(proxy, authority, await trust()),
    ...{ kept: createKeptProxySignIns(secrets), clock, log },
  })
  const routeTo = routeBy(withProxySignIns(find, proxies, 'asks'))
  return {
    ...{ certificateFile, proxies },
    findRoute: withProxySignIns(find, proxies, 'knows'),
    http: createAwsHttp({ environment, routeTo, proxyRefused: (proxy) => proxies.refused(proxy) }),
  }
}
