import type { TargetRule, TunnelKind } from '#contract/tunnel.ts'

/** What a pasted text says about a tunnel, as the form has it; only what the text really says is there. */
export interface PastedValues {
  readonly kind?: TunnelKind
  readonly name?: string
  readonly label?: 'writer' | 'reader' | 'primary' | 'replica'
  readonly region?: string
  readonly host?: string
  readonly port?: string
  readonly by?: TargetRule['by']
  readonly instance?: string
  readonly tags?: string
  /** Name of an Auto Scaling group. */
  readonly group?: string
  /** Private address of the target. */
  readonly address?: string
  readonly cluster?: string
  readonly service?: string
  readonly container?: string
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
 * - `sources`: all but the first of several data sources
 * - `scheme`: a kind of database that is not known; it becomes a plain TCP tunnel
 * - `kind`: a host without a hint of what it speaks
 * - `localhost`: the host is the bastion itself
 * - `task`: one ECS task, whose service is not told: the next deployment replaces it
 * - `target`: a target that is neither an instance nor an ECS task
 * - `service`: a section of libpq's service file, where the host is
 * - `word`: a word after a password, or after the option that asks for one: it may be the password
 * - `arn`: an ARN, which names no host
 * - `profile`: a profile that is not among the accounts
 */
export type LeftOut =
  | { readonly what: 'password' | 'kind' | 'localhost' | 'task' | 'target' | 'service' | 'word' | 'arn' }
  | { readonly what: 'parts'; readonly names: readonly string[] }
  | { readonly what: 'hosts' | 'others' | 'sources'; readonly count: number }
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

/** Each kind of left-out thing once; a password may be in several places, and names are told together. */
export function once(leftOut: readonly LeftOut[]): readonly LeftOut[] {
  const names = leftOut.flatMap((one) => (one.what === 'parts' ? one.names : []))
  const count = leftOut.reduce((sum, one) => (one.what === 'others' ? sum + one.count : sum), 0)
  const rest = leftOut.filter(({ what }) => what !== 'parts' && what !== 'others')
  return [
    ...rest.filter((one, index) => rest.findIndex(({ what }) => what === one.what) === index),
    ...leftNames([...names, ...Array.from({ length: count }, () => null)]),
  ]
}
