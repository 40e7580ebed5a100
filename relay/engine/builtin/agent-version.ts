/**
 * Agents up to this one forward one connection at a time, without multiplexing (`docs/reference/ssm-data-channel.md`).
 */
export const lastBasicAgent = '3.0.196.0'
/** Agents up to this one expect smux keepalive frames. */
export const lastKeepaliveAgent = '3.1.1511.0'

/** True when `version` is above `limit`; false also when either can not be read or their number of parts differs. */
export function isNewer(version: string, limit: string): boolean {
  const left = parts(version)
  const right = parts(limit)
  if (left === null || right === null || left.length !== right.length) return false
  for (const [index, part] of left.entries()) {
    const other = right[index] ?? 0
    if (part !== other) return part > other
  }
  return false
}

function parts(version: string): readonly number[] | null {
  return /^\d{1,9}(\.\d{1,9}){0,7}$/.test(version) ? version.split('.').map(Number) : null
}
