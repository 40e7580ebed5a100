/** What to type into a client of a local port: `localhost:15432`. */
export function localAddress(localPort: number): string {
  return `localhost:${localPort}`
}
