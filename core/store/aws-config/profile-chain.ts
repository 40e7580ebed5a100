import type { ProfileDraft } from './combine.ts'
import { hasKeys, hasRole, type ProfileFault } from './credential-kind.ts'

/** Where a chain of sources ends, or why it does not. */
type ChainEnd = { readonly root: string } | { readonly missing: string } | { readonly circle: true }

/** What is wrong with the sources that a profile's role is assumed with; each profile is walked over once, however many name it. */
export function createChainCheck(
  profiles: ReadonlyMap<string, ProfileDraft>,
): (draft: ProfileDraft) => ProfileFault | null {
  const ends = new Map<string, ChainEnd>()
  return (draft) => {
    const source = sourceOf(draft)
    if (source === null) return null
    // A profile may name itself when it holds the keys of its own first step.
    if (source === draft.name) return hasKeys(draft) ? null : { reason: 'source-cycle', source }
    const end = endOf(profiles, ends, source)
    if ('circle' in end) return { reason: 'source-cycle', source }
    if ('missing' in end) return { reason: 'source-missing', source: end.missing }
    // Its keys would end the chain, but it is the profile that the chain began at.
    return end.root === draft.name ? { reason: 'source-cycle', source } : null
  }
}

function sourceOf({ settings }: ProfileDraft): string | null {
  return settings.get('source_profile')?.value ?? null
}

function endOf(profiles: ReadonlyMap<string, ProfileDraft>, ends: Map<string, ChainEnd>, first: string): ChainEnd {
  const path = new Set<string>()
  let name = first
  let end = ends.get(name)
  while (end === undefined) {
    const next = stepFrom(profiles.get(name), name)
    path.add(name)
    if (typeof next !== 'string') end = next
    else end = path.has(next) ? { circle: true } : ends.get(next)
    if (typeof next === 'string') name = next
  }
  for (const passed of path) ends.set(passed, end)
  return end
}

/** The name of the next source, or the end. */
function stepFrom(draft: ProfileDraft | undefined, name: string): string | ChainEnd {
  if (draft === undefined) return { missing: name }
  const goesOn = hasRole(draft) && !hasKeys(draft)
  return (goesOn ? sourceOf(draft) : null) ?? { root: name }
}
