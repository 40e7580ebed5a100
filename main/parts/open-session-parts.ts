import type { CallHandlers } from '#contract/calls.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { accountKey } from '#domain/targets/target-place.ts'
import { ok } from '#domain/result.ts'
import { createAwsSessions } from '#core/app/aws-sessions/aws-sessions.ts'
import type { NamedSessionPlace } from '#core/app/aws-sessions/ports.ts'
import type { SessionPlace } from '#core/app/ports.ts'
import { createSessionDirectory } from '#core/aws/index.ts'
import type { ControlPlane } from './control-plane.ts'

type OpenSessionHandlers = Pick<CallHandlers, Extract<keyof CallHandlers, `openSession.${string}`>>

/** What a window may ask about its person's sessions at AWS. */
export function openSessionHandlersOf(plane: ControlPlane, clock: Clock): OpenSessionHandlers {
  const { http, identity, service, sessions, memory } = plane
  const directory = createSessionDirectory({ clock, http, credentials: identity.credentials })
  const places = (): Promise<readonly NamedSessionPlace[]> => namedPlacesOf(plane)
  const atAws = createAwsSessions({ directory, service, memory, clock, places, open: () => sessions.open() })
  return {
    'openSession.list': async () => ok(await atAws.list()),
    'openSession.terminate': async ({ sessionIds }) => ok({ sessions: [...(await atAws.terminate(sessionIds))] }),
  }
}

/** Where sessions of this person may be: where tunnels, targets and sessions of the app are or were. */
async function namedPlacesOf({ supervisor, targets, sessions, memory }: ControlPlane) {
  const ofTunnels = supervisor.savedTunnels().flatMap((tunnel): readonly SessionPlace[] => {
    const profile = profileOf(tunnel)
    return profile === null ? [] : [{ profile, region: tunnel.definition.region }]
  })
  const ofTargets = (await targets.list('kept')).places.map(({ place }) => place)
  const ofSessions = [...sessions.open(), ...memory.left()].map(({ place }) => place)
  const unique = new Map([...ofTunnels, ...ofTargets, ...ofSessions].map((place) => [keyOf(place), place]))
  return await Promise.all([...unique].map(([key, place]) => named(key, place, targets)))
}

/** Sessions are listed by who started them, so each role of an account is asked for itself. */
function keyOf(place: SessionPlace): string {
  const role = place.profile.type === 'sso' ? place.profile.roleName : ''
  return JSON.stringify([accountKey(place), role, place.region])
}

async function named(key: string, place: SessionPlace, targets: ControlPlane['targets']): Promise<NamedSessionPlace> {
  const { profile } = place
  const [name, environment] = await Promise.all([
    targets.accountNameOf(place),
    targets.environmentOf({ place, environment: null }),
  ])
  const account =
    profile.type === 'sso' ? { id: profile.accountId, name, role: profile.roleName } : { id: null, name, role: null }
  return { key, place, account, environment }
}
