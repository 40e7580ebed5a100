import type { CallRecord, CallLog } from '../state/call-log.ts'
import type { SessionRecord } from '../state/session-records.ts'
import type { DatabaseAccess, Databases } from '../databases/databases.ts'
import type { ProxyLog, ProxyRequest } from '../network/proxy-log.ts'
import type { ServiceContext } from '../service/service.ts'
import type { CallFaults } from './call-faults.ts'

/** What is going on in the sandbox. No token, key or password of the AWS side is in it. */
export interface StateReport {
  readonly sessions: {
    readonly active: readonly SessionRecord[]
    readonly ended: readonly SessionRecord[]
    /** Sessions the gateway itself counts as active. */
    readonly onGateway: readonly string[]
  }
  readonly signIns: {
    readonly registrations: number
    readonly accessTokensAlive: number
    readonly credentialsAlive: number
    /** User codes waiting for a decision. */
    readonly waitingUserCodes: readonly string[]
    /** Authorize pages waiting for a decision. */
    readonly waitingAuthorizations: number
  }
  readonly calls: readonly CallRecord[]
  readonly faults: readonly { readonly kind: string; readonly action: string; readonly times: number }[]
  readonly databases: readonly DatabaseAccess[]
  /** What the proxy of a corporate network was asked for; empty without one. */
  readonly proxy: readonly ProxyRequest[]
}

export function reportState(
  context: ServiceContext,
  callFaults: CallFaults,
  calls: CallLog,
  databases: Databases,
  proxyLog: ProxyLog,
): StateReport {
  const { sessions, signIns, keys, clock, gateway } = context
  const waitingDevices = [...signIns.devices.values()].filter(
    ({ decision, expiresAt }) => decision === 'pending' && expiresAt > clock.now(),
  )
  return {
    sessions: {
      active: sessions.active(),
      ended: sessions.list().filter((session) => session.end !== null),
      onGateway: gateway.activeSessions(),
    },
    signIns: {
      registrations: signIns.registrations.size,
      accessTokensAlive: signIns.alive(),
      credentialsAlive: keys.alive(),
      waitingUserCodes: waitingDevices.map(({ userCode }) => userCode),
      waitingAuthorizations: [...signIns.authorizations.values()].filter(({ code }) => code === null).length,
    },
    calls: calls.list(),
    faults: callFaults.pending(),
    databases: databases.running(),
    proxy: proxyLog.list(),
  }
}
