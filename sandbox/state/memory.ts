import { type CallFaults, createCallFaults } from '../faults/call-faults.ts'
import { createProxyLog, type ProxyLog } from '../network/proxy-log.ts'
import { createKeyVault, type KeyVault } from '../service/kms/vault.ts'
import type { World } from '../world/types.ts'
import { type AccessRequestBook, createAccessRequestBook } from './access-requests.ts'
import { type CallLog, createCallLog } from './call-log.ts'
import { createClock, type SandboxClock } from './clock.ts'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import { createNodeRegistry, type NodeRegistry } from './nodes.ts'
import { createSessionRecords, type SessionRecords } from './session-records.ts'
import { createSettings, resetSettings, type Settings } from './settings.ts'
import { type ConsoleSignIns, createConsoleSignIns } from './console-sign-ins.ts'
import { createSignInBook, type SignInBook } from './sign-ins.ts'

/** Everything a running sandbox remembers. */
export interface Memory {
  readonly world: World
  readonly clock: SandboxClock
  readonly settings: Settings
  readonly signIns: SignInBook
  readonly consoleSignIns: ConsoleSignIns
  readonly keys: KeyRing
  readonly vault: KeyVault
  /** The step of the last code that was taken, by the device's serial: none is taken twice. */
  readonly mfaSteps: Map<string, number>
  readonly nodes: NodeRegistry
  readonly accessRequests: AccessRequestBook
  readonly sessions: SessionRecords
  readonly calls: CallLog
  readonly callFaults: CallFaults
  readonly proxyLog: ProxyLog
}

export function createMemory(world: World): Memory {
  const clock = createClock()
  const settings = createSettings()
  return {
    world,
    clock,
    settings,
    signIns: createSignInBook(clock, settings),
    consoleSignIns: createConsoleSignIns(clock),
    keys: createKeyRing(world, clock),
    vault: createKeyVault(settings.keyStates),
    mfaSteps: new Map(),
    nodes: createNodeRegistry(world, clock),
    accessRequests: createAccessRequestBook(),
    sessions: createSessionRecords(clock),
    calls: createCallLog(),
    callFaults: createCallFaults(),
    proxyLog: createProxyLog(),
  }
}

/** Takes every fault back and forgets the calls, and which codes were used. Tokens, credentials and sessions stay. */
export function resetMemory(memory: Memory): void {
  resetSettings(memory.settings)
  memory.callFaults.clear()
  memory.nodes.reset()
  memory.accessRequests.clear()
  memory.clock.setOffset(0)
  memory.mfaSteps.clear()
  memory.calls.clear()
  memory.proxyLog.clear()
}
