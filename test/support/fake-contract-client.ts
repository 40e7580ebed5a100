import type { CallInput, CallName, CallOutput, ContractClient, EventName, EventPayload } from '#contract/calls.ts'
import { calls, events } from '#contract/calls.ts'
import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'

/** One answer per call, derived from the contract: a call without an answer fails the type check where it is needed. */
export type FakeAnswers = {
  readonly [N in CallName]?: (input: CallInput<N>) => Result<CallOutput<N>> | Promise<Result<CallOutput<N>>>
}

export interface FakeContractClient extends ContractClient {
  /** Every call in order, with its input. */
  readonly made: readonly { readonly name: CallName; readonly input: unknown }[]
  /** What was dropped, in order. */
  readonly dropped: readonly { readonly place: unknown; readonly files: readonly unknown[] }[]
  /** Inputs of the calls of one name. */
  inputsOf<N extends CallName>(name: N): CallInput<N>[]
  answer(answers: FakeAnswers): void
  /** Tells every listener; the payload is checked against the contract. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void
  /** How many listeners an event has. */
  listenerCount(name: EventName): number
}

/**
 * A bridge with nothing behind it. Inputs, outputs and events are parsed with the contract's schemas, so that a test
 * cannot agree with the page on something main would refuse. Calls without an answer return nothing; nobody was
 * asked to show anything before.
 */
export function createFakeContractClient(first: FakeAnswers = {}): FakeContractClient {
  let answers: FakeAnswers = { 'window.follow': () => ok([]), ...first }
  const made: { name: CallName; input: unknown }[] = []
  const dropped: { place: unknown; files: readonly unknown[] }[] = []
  const listeners = new Map<EventName, Set<(payload: never) => void>>()

  const call = async <N extends CallName>(name: N, ...rest: unknown[]): Promise<Result<CallOutput<N>>> => {
    const input = calls[name].input.parse(rest[0])
    made.push({ name, input: rest[0] })
    const handler = answers[name] as
      | ((value: unknown) => Result<CallOutput<N>> | Promise<Result<CallOutput<N>>>)
      | undefined
    const result = handler === undefined ? ok(undefined as CallOutput<N>) : await handler(input)
    if (result.ok) calls[name].output.parse(result.value)
    return result
  }

  return {
    made,
    call,
    on: (name, listener) => {
      const known = listeners.get(name) ?? new Set()
      known.add(listener as (payload: never) => void)
      listeners.set(name, known)
      return () => void known.delete(listener as (payload: never) => void)
    },
    drop: async (place, files) => (dropped.push({ place, files }), ok({ transfers: files.length })),
    dropped,
    inputsOf: <N extends CallName>(name: N) =>
      made.filter((one) => one.name === name).map((one) => one.input as CallInput<N>),
    answer: (more) => {
      answers = { ...answers, ...more }
    },
    emit: (name, payload) => {
      events[name].parse(payload)
      for (const listener of listeners.get(name) ?? []) (listener as (value: typeof payload) => void)(payload)
    },
    listenerCount: (name) => listeners.get(name)?.size ?? 0,
  }
}
