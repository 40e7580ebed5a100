import type { Problem } from './problem.ts'

/** What a use case returns: a value, or an expected failure with its remedy. Bugs are thrown. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Problem }
