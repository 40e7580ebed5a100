import type { TunnelKind } from '#contract/tunnel.ts'

/** What a pasted text says about a tunnel, as the form has it; only what the text really says is there. */
export interface PastedValues {
  readonly kind?: TunnelKind
  readonly name?: string
  readonly label?: 'writer' | 'reader' | 'primary' | 'replica'
  readonly region?: string
  readonly host?: string
  readonly port?: string
  readonly by?: 'id'
  readonly instance?: string
  readonly localPort?: string
  readonly database?: string
  readonly username?: string
  readonly reason?: string
}

/**
 * What was in the text and is not in the form. Names only, never values: a value may be a secret.
 * - `password`: dropped on purpose
 * - `parts`: settings, options or a document that a tunnel has no place for
 * - `others`: the same without a known name, which may be anything
 * - `hosts`: all but the first of several hosts
 * - `scheme`: a kind of database that is not known; it becomes a plain TCP tunnel
 * - `kind`: a host without a hint of what it speaks
 * - `localhost`: the host is the bastion itself
 * - `task`: one ECS task; sessions are not started on those yet
 * - `target`: a target that is neither an instance nor an ECS task
 * - `profile`: a profile that is not among the accounts
 */
export type LeftOut =
  | { readonly what: 'password' | 'kind' | 'localhost' | 'task' | 'target' }
  | { readonly what: 'parts'; readonly names: readonly string[] }
  | { readonly what: 'hosts' | 'others'; readonly count: number }
  | { readonly what: 'scheme' | 'profile'; readonly name: string }

/** A text that was understood. No password is in it, in any form. */
export interface Pasted {
  readonly values: PastedValues
  /** The `--profile` of a command, to be found among the accounts. */
  readonly profile: string | null
  readonly leftOut: readonly LeftOut[]
}

/** Joins what two readers found; the first one wins. */
export function withHost(values: PastedValues, ofHost: Pasted): Pasted {
  return { ...ofHost, values: { ...ofHost.values, ...values } }
}

/** Names without duplicates as a left-out entry, or nothing; null is one without a known name. */
export function leftNames(names: readonly (string | null)[]): readonly LeftOut[] {
  const known = [...new Set(names.filter((name) => name !== null))]
  const count = names.filter((name) => name === null).length
  return [
    ...(known.length === 0 ? [] : [{ what: 'parts', names: known } as const]),
    ...(count === 0 ? [] : [{ what: 'others', count } as const]),
  ]
}

/** Each kind of left-out thing once; a password may be in several places. */
export function once(leftOut: readonly LeftOut[]): readonly LeftOut[] {
  return leftOut.filter((one, index) => leftOut.findIndex(({ what }) => what === one.what) === index)
}
