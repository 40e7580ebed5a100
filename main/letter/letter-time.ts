/** `2026-11-22 09:50:12 UTC`, as AWS's own logs can be searched. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
