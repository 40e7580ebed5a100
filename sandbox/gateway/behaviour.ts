import type { AgentBehaviour } from './gateway.ts'

/** The constants of the real agent 3.3.987 and a network without faults. */
export const realBehaviour: AgentBehaviour = {
  payloadBytes: 1024,
  sleepMs: 1,
  delayMs: 0,
  byeAfterMs: 0,
  refuseUpgrade: 0,
  firstOutputMs: 1000,
  startPublication: 'sent',
  customerMessage: '',
  handshakeTimeoutMs: 15_000,
  completionMs: 100,
  idleTimeoutMs: 0,
  maxDurationMs: 0,
  fragmentBytes: 0,
  tamper: null,
}
