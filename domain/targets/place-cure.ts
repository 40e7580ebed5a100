import type { Problem } from '#contract/problem.ts'
import type { PlaceView } from '#contract/targets.ts'
import { remedyOf } from '../problem/traits.ts'

/** What a person does, once, for a place that could not be read. */
export type PlaceCure =
  | { readonly do: 'sign-in'; readonly session: string }
  | { readonly do: 'enter-code'; readonly device: string }

/** The sign-in, or the device, that a problem is about; null for one that neither puts right. */
function cureOf(problem: Problem, { profile }: PlaceView['place']): PlaceCure | null {
  const { details } = problem
  switch (remedyOf(problem)) {
    case 'enter-code':
      return 'device' in details ? { do: 'enter-code', device: details.device } : null
    case 'sign-in': {
      const own = profile.type === 'sso' ? profile.session : undefined
      const session = 'session' in details ? (details.session ?? own) : own
      return session === undefined ? null : { do: 'sign-in', session }
    }
    default:
      return null
  }
}

/** What puts right why a place could not be read, where a person can; the first of several. */
export function placeCure(place: PlaceView['place'], problems: readonly Problem[]): PlaceCure | null {
  return problems.map((problem) => cureOf(problem, place)).find((cure) => cure !== null) ?? null
}
