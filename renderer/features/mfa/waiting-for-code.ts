import type { MfaView } from '#contract/mfa.ts'
import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import { isOpen } from '#domain/mfa/question.ts'

/** The device that is asked now: one question at a time, the oldest first. */
export function askedDevice(devices: readonly MfaView[]): MfaView | null {
  return devices.find(({ status }) => isOpen(status)) ?? null
}

/** What stands still until the code is there. */
export interface Waiting {
  /** The tunnel whose client waits, if one does; else one that somebody started. */
  readonly tunnel: TunnelView | null
  /** When that client is let go (epoch ms); null where none waits. */
  readonly until: number | null
  /** How many tunnels wait besides. */
  readonly others: number
}

/**
 * Which tunnels wait for a device's code. Which of those that wait for one end at this device only the chain knows; the profile that
 * it was asked for comes first.
 */
export function waitingForCode(
  { profile }: MfaView,
  { tunnels, settings }: Pick<Snapshot, 'tunnels' | 'settings'>,
): Waiting {
  const waiting = tunnels
    .filter(({ preference, status }) => {
      return preference.profile.type === 'named' && status.kind === 'connecting' && status.step === 'code'
    })
    .toSorted((one, other) => rank(other, profile) - rank(one, profile))
  const [tunnel = null] = waiting
  const counts = tunnel !== null && tunnel.clients.waiting > 0 && tunnel.status.kind === 'connecting'
  return {
    tunnel,
    until:
      counts && tunnel.status.kind === 'connecting' ? tunnel.status.since + settings.clientWaitSeconds * 1_000 : null,
    others: Math.max(0, waiting.length - 1),
  }
}

function rank({ preference, clients }: TunnelView, profile: string): number {
  const isOwn = preference.profile.type === 'named' && preference.profile.name === profile
  return (clients.waiting > 0 ? 2 : 0) + (isOwn ? 1 : 0)
}
