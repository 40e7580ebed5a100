/** A fact as a sentence shows it. */
export const shownFact = (name: string, fact: unknown): readonly string[] => {
  // People know a device by the end of its ARN.
  if (name === 'serial') return [String(fact).split('/').at(-1) ?? '']
  // …and an identity by its name and account.
  const arn = /^arn:aws:iam::(\d+):user\/(.+)$/.exec(String(fact))
  if (arn !== null && (name === 'session' || name === 'identity')) return arn.slice(1)
  if (typeof fact === 'object' && fact !== null && 'accountId' in fact) return Object.values(fact).map(String)
  if (name === 'secondsOff') return [String(Math.abs(Number(fact)))]
  if (name === 'minutesOff') return [String(Math.abs(Number(fact)))]
  // A task is known by the first letters of its id, as ECS's own pages show it.
  if (name === 'task') return [String(fact).slice(0, 8)]
  if (name === 'afterMs') return [String(Number(fact) / 1_000)]
  // Of a refused client the sentence says which program it is; the rest stands in the tunnel's events.
  if (typeof fact === 'object' && fact !== null && 'browser' in fact) return [String(fact.browser)]
  return Array.isArray(fact) ? fact.map(String) : [String(fact)]
}
