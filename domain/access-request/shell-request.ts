import type { Problem } from '#contract/problem.ts'
import type { ShellRequest, ShellView } from '#contract/shells.ts'
import { accessRequestOf, type AccessRequest } from './access-request.ts'
import { shellSubject } from './subject.ts'

/** The request that could cure what is wrong with a shell; null when nothing is, or when nobody else can help. */
export function shellRequestOf({ request, status, targetId }: ShellView): AccessRequest | null {
  const problem = status.kind === 'failed' || status.kind === 'ended' ? status.problem : null
  if (problem === null || !('at' in status)) return null
  return accessRequestOf({ subject: shellSubject(request), problem, at: status.at, targetId, agentVersion: null })
}

/** The request that could cure what was refused on a shell's target before there was a shell. `at`: epoch ms. */
export function targetRequestOf(wish: ShellRequest, problem: Problem, at: number): AccessRequest | null {
  const targetId = wish.target.on === 'node' ? wish.target.id : null
  return accessRequestOf({ subject: shellSubject(wish), problem, at, targetId, agentVersion: null })
}
