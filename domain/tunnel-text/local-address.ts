/** What to type into a client: `localhost:15432`. */
export function localAddress({ localPort }: { readonly localPort: number }): string {
  return `localhost:${localPort}`
}
