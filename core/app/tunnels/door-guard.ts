import type { DoorGuard } from '#contract/door.ts'
import type { Settings } from '#contract/snapshot.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import type { RelayLink } from '../ports.ts'
import type { SettingsReader } from './supervisor-deps.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** Whom a tunnel's door lets in. */
export function guardOf({ definition, preference }: SavedTunnel, { portUsers }: Settings): DoorGuard {
  const { allowedOrigins = [], localNames = [] } = preference
  return { endpoint: definition.endpoint, allowedOrigins, localNames, programs: portUsers }
}

/** Tells open doors whom they let in. */
export interface DoorGuards {
  /** The tunnel has changed. */
  guard(unit: TunnelUnit): void
  /** Hears of settings no more. */
  stopGuarding(): void
}

interface GuardDeps {
  readonly relay: RelayLink
  readonly settings: SettingsReader
  units(): readonly TunnelUnit[]
}

/** Creates the guards of all doors; a change of the settings is told to each. */
export function createDoorGuards({ relay, settings, units }: GuardDeps): DoorGuards {
  const guard = (unit: TunnelUnit): void =>
    relay.order({ type: 'guard-door', tunnelId: unit.id, guard: guardOf(unit.saved, settings.current()) })
  let { portUsers } = settings.current()
  const stopGuarding = settings.onChange((changed) => {
    if (changed.portUsers === portUsers) return
    portUsers = changed.portUsers
    units().forEach(guard)
  })
  return { guard, stopGuarding }
}
