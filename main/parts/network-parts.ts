import type { Clock } from '#domain/clock/clock.ts'
import { createNetworkChecks, type CalledRegions } from '#core/app/network/network-check.ts'
import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { createServiceHosts, createTryHost } from '#core/aws/index.ts'
import type { Language } from '#words/messages.ts'
import { networkWordsOf } from '#words/network/network-words.ts'
import { chooseCertificates } from '../dialogs/choose-certificates.ts'
import { createNetworkHandlers } from '../handlers/network-handlers.ts'
import type { ControlPlane } from './control-plane.ts'

/** Where nothing was set up yet, AWS's first region stands for the others. */
const firstRegion = 'us-east-1'

/** The hosts of what this person has set up, and the way to them. */
export function networkHandlersOf(
  plane: Pick<ControlPlane, 'http' | 'findRoute' | 'certificateFile' | 'proxies' | 'snapshot'>,
  clock: Clock,
  language: () => Language,
): ReturnType<typeof createNetworkHandlers> {
  const { http, findRoute, certificateFile, proxies, snapshot } = plane
  const regions = (): CalledRegions => {
    const { tunnels, signIns } = snapshot.current()
    const regionsOf = (wanted: boolean): readonly string[] =>
      signIns.flatMap(({ session }) => (isConsoleSession(session) === wanted ? session.region : []))
    const [signIn, consoleSignIn] = [regionsOf(false), regionsOf(true)]
    const fallback = http.environment['AWS_REGION'] ?? signIn[0] ?? consoleSignIn[0] ?? firstRegion
    const sessions = tunnels.map(({ definition }) => definition.region)
    return { signIn, consoleSignIn, sessions: sessions.length === 0 ? [fallback] : sessions }
  }
  const services = createServiceHosts(http)
  return createNetworkHandlers({
    checks: createNetworkChecks({ services, tryHost: createTryHost({ findRoute, clock }), clock, regions }),
    file: certificateFile,
    ...{ proxies, routeTo: http.routeTo },
    choose: (first) => chooseCertificates(networkWordsOf(language()).file.dialog, first),
  })
}
