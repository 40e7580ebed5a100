import { calls, type Caller, type CallHandlers, type CallName } from '#contract/calls.ts'
import { tellable } from '#core/app/snapshot/sound.ts'
import { soundProblem, type ProblemFault } from '#domain/problem/sound-problem.ts'
import { fail } from '#domain/result.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import type { Result } from '#contract/result.ts'

/** Reports a call that could not be answered as asked; nothing of the input is in it. */
type ReportRefusal = (event: string, fields: Readonly<Record<string, unknown>>) => void

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name)
}

/** What the contract says of an answer, and nothing else, with others' unseen marks shown, as they are in a snapshot. */
const toldValue = (name: CallName, value: unknown): unknown =>
  name === 'app.snapshot' ? tellable(value) : shownVisibly(calls[name].output.parse(value))

/**
 * Answers one call of a window: known name, parsed input, handler, parsed output or problem. A handler that throws is a bug; it is
 * reported and crosses the border as INTERNAL without its message, which may hold anything.
 */
export async function answerCall(
  handlers: CallHandlers,
  name: unknown,
  input: unknown,
  caller: Caller,
  report: ReportRefusal,
): Promise<Result<unknown>> {
  if (!isCallName(name)) {
    // What is no string may not even turn into one: an object can come without a usable toString.
    const said = typeof name === 'string' ? name.slice(0, 80) : `a ${typeof name}`
    report('call-unknown', { name: said })
    return fail('INPUT_INVALID', { call: said })
  }
  const parsed = calls[name].input.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    report('call-input-invalid', { call: name, path: issue?.path.join('.'), reason: issue?.code })
    return fail('INPUT_INVALID', { call: name, path: issue?.path.join('.'), said: issue?.message })
  }
  try {
    const handler = handlers[name] as (value: unknown, from: Caller) => Promise<Result<unknown>>
    const result = await handler(parsed.data, caller)
    if (result.ok) return { ok: true, value: toldValue(name, result.value) }
    const reportFault = (fault: ProblemFault): void => report('call-problem-unsound', { call: name, ...fault })
    return { ok: false, error: shownVisibly(soundProblem(result.error, reportFault)) }
  } catch (error) {
    report('call-failed', { call: name, error: error instanceof Error ? error.stack : String(error) })
    return fail('INTERNAL', { call: name })
  }
}
