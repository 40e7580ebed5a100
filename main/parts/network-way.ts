import type { Clock } from '#domain/clock/clock.ts'
import { type AwsHttp, createAwsHttp } from '#core/aws/index.ts'
import { type CertificateFile, createCertificateFile } from '#core/app/network/certificate-file.ts'
import type { CertificateFileSetting } from '#core/app/network/ports.ts'
import { readCertificateFile } from '#network/certificate-file.ts'
import { createFindRoute, type FindRoute, routeBy } from '#network/route.ts'
import { createSystemProxy } from '../system/system-proxy.ts'
import { openNames } from '../window/page-session.ts'

/** How this computer reaches AWS. */
export interface NetworkWay {
  readonly http: AwsHttp
  readonly findRoute: FindRoute
  readonly certificateFile: CertificateFile
}

/** Here alone it is said how this computer reaches AWS; the relay hears it with each pass. */
export function createNetworkWay(
  environment: NodeJS.ProcessEnv,
  clock: Clock,
  settings: CertificateFileSetting,
): NetworkWay {
  const { platform } = process
  const certificateFile = createCertificateFile({ settings, read: readCertificateFile, clock })
  const chosenFile = certificateFile.path
  const askSystem = createSystemProxy(clock, openNames)
  const findRoute = createFindRoute({ environment, platform, askSystem, chosenFile })
  return { certificateFile, findRoute, http: createAwsHttp({ environment, routeTo: routeBy(findRoute) }) }
}
