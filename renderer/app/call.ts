import type { CallInput, CallName, CallOutput } from '#contract/calls.ts'

/** Asks main; null where it failed, which a toast has told then. */
export type Call = <N extends CallName>(
  name: N,
  ...input: undefined extends CallInput<N> ? [] : [CallInput<N>]
) => Promise<CallOutput<N> | null>
