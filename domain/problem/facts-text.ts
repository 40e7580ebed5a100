/** What a fact can be: a text, a number, a list of them, or more facts. */
type Fact = string | number | null | undefined | readonly Fact[] | { readonly [name: string]: Fact }

/**
 * Facts as `name=value` on one line, for diagnostics and the raw text; names of facts inside facts are joined with a dot. Names that
 * end in `At` are epoch ms and are written as times; those in `Ms` are rounded, to tenths below ten; what is not known is left out.
 */
export function factsText(facts: object): string {
  return pairsOf('', facts).join(' ')
}

function pairsOf(prefix: string, facts: object): readonly string[] {
  return Object.entries(facts).flatMap(([name, fact]: [string, Fact]) => {
    if (fact === null || fact === undefined) return []
    if (Array.isArray(fact)) return fact.length === 0 ? [] : [`${prefix}${name}=${fact.join(', ')}`]
    if (typeof fact === 'object') return pairsOf(`${prefix}${name}.`, fact)
    return [`${prefix}${name}=${typeof fact === 'number' ? numberText(name, fact) : fact}`]
  })
}

function numberText(name: string, fact: number): string {
  if (name.endsWith('At') && fact > 1e12 && fact < 1e13) return new Date(fact).toISOString()
  if (!name.endsWith('Ms')) return String(fact)
  return String(fact < 10 ? Math.round(fact * 10) / 10 : Math.round(fact))
}
