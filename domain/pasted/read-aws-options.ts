/** Options after `aws`, each with its value; `--name=value` and `--name value`, and those without a value. */
export function readAwsOptions(words: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  for (const [index, text] of words.entries()) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(text) ?? []
    if (name === undefined) continue
    const next = words[index + 1]
    options.set(name, value ?? (next === undefined || next.startsWith('--') ? '' : next))
  }
  return options
}
