/**
 * Shortens `host:port` to at most `columns` characters of a fixed-width face: the head of the host and the whole port
 * stay; a label cut to under four characters is dropped with its dot.
 */
export function truncateMiddle(host: string, port: string, columns: number): string {
  const tail = `:${port}`
  if (host.length + tail.length <= columns) return host + tail
  const room = Math.max(4, columns - tail.length - 1)
  const head = host.slice(0, room).replace(/(\.[^.]{0,3}|[.-]+)$/, '')
  return `${head}…${tail}`
}
