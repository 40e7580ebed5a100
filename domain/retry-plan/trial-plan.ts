/**
 * How long a session has to have been there before another is tried for a far end that answers nobody, milliseconds, by how many in a row
 * nobody was answered over. The first is tried at once: it may be the agent's one line of dials that is stuck.
 */
const waitsMs = [0, 8_000, 15_000, 30_000] as const
const longestWaitMs = 60_000

/** See {@link waitsMs}. Each session is a line in the account's history. */
export function trialWaitMs(round: number): number {
  return waitsMs[round] ?? longestWaitMs
}
