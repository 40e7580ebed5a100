import type { Problem } from '#contract/problem.ts'
import type { TargetMatch } from '#contract/calls.ts'
import type { SshHostFailure } from './ssh-host.ts'

/** Why an SSH program gets no connection. */
export type SshFailure =
  | SshHostFailure
  /** The person does not want this program to have one. `program`: its path, as far as the system tells. */
  | { readonly kind: 'declined'; readonly program: string | null }
  /** Several nodes that are online have this name or these tags. */
  | {
      readonly kind: 'several-nodes'
      readonly host: string
      readonly nodes: readonly Pick<TargetMatch, 'id' | 'name'>[]
    }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** The one node that is meant, by its id; null where nothing that matches is online, which is for the start to explain. */
export function onlyNode(
  host: string,
  matches: readonly TargetMatch[],
): { readonly ok: true; readonly id: string | null } | { readonly ok: false; readonly failure: SshFailure } {
  const nodes = matches.filter(({ online }) => online)
  if (nodes.length > 1) return { ok: false, failure: { kind: 'several-nodes', host, nodes } }
  return { ok: true, id: nodes[0]?.id ?? null }
}
