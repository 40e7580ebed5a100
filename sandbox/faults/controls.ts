import type { Databases } from '../databases/databases.ts'
import type { ServiceContext } from '../service/service.ts'
import { type Memory, resetMemory } from '../state/memory.ts'
import { applyFault } from './apply-fault.ts'
import type { Controls } from './control-api.ts'
import { reportState } from './state-report.ts'

/** The one implementation behind the control API and the in-process handle. */
export function createControls(memory: Memory, context: ServiceContext, databases: Databases): Controls {
  return {
    apply: (fault) => applyFault(context, memory.callFaults, fault),
    decideDevice(userCode, decision) {
      const waiting = [...memory.signIns.devices.values()].filter(
        (grant) => grant.decision === 'pending' && grant.expiresAt > memory.clock.now(),
      )
      const grant = userCode === null ? waiting.at(-1) : waiting.find((device) => device.userCode === userCode)
      if (grant === undefined) return false
      grant.decision = decision === 'allow' ? 'allowed' : 'denied'
      return true
    },
    report: () => reportState(context, memory.callFaults, memory.calls, databases, memory.proxyLog),
    clearCalls: () => memory.calls.clear(),
    reset: () => resetMemory(memory),
  }
}
