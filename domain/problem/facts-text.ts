/** What a fact can be: a text, a number, a list of them, or more facts. */
type Fact = string | number | null | undefined | readonly Fact[] | { readonly [name: string]: Fact }

/**
 * Facts as `name=value` on one line, for diagnostics and the raw text; names of facts inside facts are joined with a dot. Names that
 * end in `At` are epoch ms and are written as times; what is not known is left out.
 */
export function factsText(facts: object): string {
  return pairsOf('', facts).join(' ')
}

function pairsOf(prefix: string, facts: object): readonly string[] {
  return Object.entries(facts).flatMap(([name, fact]: [string, Fact]) => {
    if (fact === null || fact === undefined) return []
    if (Array.isArray(fact)) return fact.length === 0 ? [] : [`${prefix}${name}=${fact.join(', ')}`]
    if (typeof fact === 'object') return pairsOf(`${prefix}${name}.`, fact)
    const isTime = name.endsWith('At') && typeof fact === 'number' && fact > 1e12 && fact < 1e13
    return [`${prefix}${name}=${isTime ? new Date(fact).toISOString() : fact}`]
  })
}
