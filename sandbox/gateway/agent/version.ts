/** Compares dotted versions number by number over the components both have: -1, 0 or 1. Text that is no number counts as 0. */
export function compareVersions(left: string, right: string): -1 | 0 | 1 {
  const a = left.split('.').map(Number)
  const b = right.split('.').map(Number)
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] || 0) - (b[index] || 0)
    if (difference !== 0) return difference < 0 ? -1 : 1
  }
  return 0
}
