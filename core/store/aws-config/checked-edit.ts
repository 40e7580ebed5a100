import { isDeepStrictEqual } from 'node:util'
import { parseIni, type IniFile } from './parse-ini.ts'

/** What became of a text. `unsafe`: no edit was found that leaves the meaning of every other section as it is. */
export type Edit =
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unsafe' }

/** Looks again, as every reader will: all that the edit may change is the sections whose headers are `isOwn`. */
export function checkedEdit(before: string, after: string, isOwn: (header: string) => boolean): Edit {
  if (before === after) return { kind: 'unchanged' }
  const [was, is] = [parseIni(before), parseIni(after)]
  const isHarmless = isDeepStrictEqual(others(was, isOwn), others(is, isOwn)) && !hasNewFaults(was, is)
  return isHarmless ? { kind: 'changed', text: after } : { kind: 'unsafe' }
}

function others({ sections }: IniFile, isOwn: (header: string) => boolean): unknown {
  return sections
    .filter(({ name }) => !isOwn(name))
    .map(({ name, settings }) => [
      name,
      new Map([...settings].map(([key, { value, nested }]) => [key, { value, nested }])),
    ])
}

/** Faults by their reason, for the lines below an edit have other numbers. */
function hasNewFaults(was: IniFile, is: IniFile): boolean {
  const before = faultCounts(was)
  return [...faultCounts(is)].some(([reason, count]) => count > (before.get(reason) ?? 0))
}

/** Counted once: a file may have a fault on each of thousands of lines. */
function faultCounts({ faults }: IniFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { reason } of faults) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return counts
}
