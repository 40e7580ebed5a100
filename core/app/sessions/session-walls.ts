import type { SessionWall } from '#contract/status.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { CredentialSource, PreferenceReader, SessionPlace, SessionTarget } from '../ports.ts'

/**
 * The age at which the service closes a data channel, milliseconds: about an hour, with 1000 "Bye", as the plugin's users report (its
 * issue 135). The session lives on where its channel can be opened anew.
 */
const channelLifeMs = 60 * 60_000
/** What an account prefers changes rarely, and is asked for again after this (ms). */
const preferencesFreshMs = 10 * 60_000
/** What is not answered within this (ms) is for the next session to know. */
const answerLimitMs = 10_000

/** A session whose walls are asked for. Times are epoch milliseconds. */
interface WalledSession {
  readonly place: SessionPlace
  readonly target: SessionTarget
  readonly startedAt: number
  /** When its channel was opened, last. */
  readonly channelAt: number
}

/** Until when sessions live, as far as anybody can know. */
export interface SessionWalls {
  /** Never rejects; what can not be learned is left out. */
  of(session: WalledSession): Promise<readonly SessionWall[]>
}

interface WallsDeps {
  readonly credentials: CredentialSource
  readonly preferences: PreferenceReader
  readonly clock: Clock
}

/** Creates what asks; an account's preferences are read once for all of its sessions. */
export function createSessionWalls({ credentials, preferences, clock }: WallsDeps): SessionWalls {
  const longest = new Map<string, { readonly at: number; readonly minutes: Promise<number | null> }>()

  const longestMinutes = (place: SessionPlace, target: SessionTarget): Promise<number | null> => {
    const key = JSON.stringify(place)
    const known = longest.get(key)
    if (known !== undefined && clock.now() - known.at < preferencesFreshMs) return known.minutes
    // ECS Exec has no longest duration, and its sessions carry no tunnels.
    const asked = target.by === 'container' ? null : preferences.preferencesOf(place, { on: 'rule', rule: target })
    const minutes = Promise.resolve(asked).then(
      (found) => found?.longestMinutes ?? null,
      () => null,
    )
    longest.set(key, { at: clock.now(), minutes })
    return minutes
  }

  const credentialsEnd = async (place: SessionPlace): Promise<number | null> => {
    const found = await credentials.credentialsOf(place.profile).catch(() => null)
    return found?.ok === true ? (found.value.expiresAt ?? null) : null
  }

  return {
    async of({ place, target, startedAt, channelAt }) {
      const asked = [credentialsEnd(place), longestMinutes(place, target)] as const
      const answers = asked.map(async (answer) => orNull(await within(clock, answerLimitMs, answer)))
      const [endsAt = null, minutes = null] = await Promise.all(answers)
      const channel: SessionWall = { kind: 'channel', at: channelAt + channelLifeMs }
      const duration: readonly SessionWall[] =
        minutes === null ? [] : [{ kind: 'duration', at: startedAt + minutes * 60_000 }]
      const ofCredentials: readonly SessionWall[] = endsAt === null ? [] : [{ kind: 'credentials', at: endsAt }]
      return [...ofCredentials, ...duration, channel]
    },
  }
}

function orNull(answer: number | 'late' | null): number | null {
  return answer === 'late' ? null : answer
}
