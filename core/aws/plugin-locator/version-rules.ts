/** What a version of the plugin is good for. */
type PluginFitness = 'good' | 'old' | 'too-old'

/**
 * The first that reads the response from an environment variable (`docs/reference/session-manager-plugin.md`). Older ones
 * take it as an argument only, where every program of this computer can read the token.
 */
const oldestUsablePlugin = '1.2.536.0'

/**
 * The first that signs the data channel; AWS names it as the oldest it supports
 * (`docs/reference/session-manager-plugin.md`).
 */
const oldestGoodPlugin = '1.2.764.0'

/** What a version is good for. */
export function fitnessOf(version: string): PluginFitness {
  if (compareVersions(version, oldestUsablePlugin) < 0) return 'too-old'
  return compareVersions(version, oldestGoodPlugin) < 0 ? 'old' : 'good'
}

/** Negative when `left` is older. Dotted numbers; missing parts count as zero. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split('.').map((part) => Number.parseInt(part, 10) || 0))
  const length = Math.max(a?.length ?? 0, b?.length ?? 0)
  for (let index = 0; index < length; index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
