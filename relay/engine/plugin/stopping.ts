import type { Problem } from '#contract/problem.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { EngineHost } from '../engine.ts'

/** A kill needs a moment to be seen. */
const killMs = 300
/** A plugin that was asked to end does so within milliseconds; one that takes longer is stuck. */
const longestStepMs = 2_000

/** What can be ended. */
export interface Endable {
  readonly ended: Promise<Problem>
  kill(): void
}

/** A way to bring a program to its end. Settles when it has been tried; the end itself is waited for besides. */
export type StopStep = () => Promise<void> | void

/**
 * Ends a run: one step after the other, each awaited together with the end of the program, until it is gone; a kill is the
 * last. The program is gone by the deadline (and the moment that the system needs).
 */
export async function endRun(
  run: Endable,
  steps: readonly StopStep[],
  deadlineMs: number,
  clock: Clock,
): Promise<void> {
  const killAt = clock.now() + Math.max(0, deadlineMs - killMs)
  for (const [index, step] of steps.entries()) {
    const leftMs = Math.max(0, killAt - clock.now())
    const shareMs = Math.min(longestStepMs, leftMs / (steps.length - index))
    if ((await within(clock, shareMs, Promise.all([tried(step), run.ended]))) !== 'late') return
  }
  run.kill()
  await run.ended
}

/** The service is asked to end the session, which ends the program; no step where nobody can ask it. */
export function terminateSteps(host: Pick<EngineHost, 'terminate'>): readonly StopStep[] {
  const terminate = host.terminate?.bind(host)
  return terminate === undefined ? [] : [terminate]
}

/** Gives a run that is being ended until the deadline, then kills it. */
export async function endBy(run: Endable, deadlineMs: number, clock: Clock): Promise<void> {
  if ((await within(clock, Math.max(0, deadlineMs - killMs), run.ended)) === 'late') run.kill()
  await run.ended
}

/** A step that fails leaves the rest to the next. */
async function tried(step: StopStep): Promise<void> {
  try {
    await step()
  } catch {
    // Nothing to tell: the program still runs, and that is what counts.
  }
}
