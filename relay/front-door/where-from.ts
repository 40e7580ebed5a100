import type { OtherComputer } from '#contract/status.ts'
import type { Client } from './client.ts'

/** Local ports of the clients of this computer, and how many come from each other one. */
export function whereFrom(clients: readonly Pick<Client, 'peerPort' | 'from'>[]): {
  readonly peerPorts: readonly number[]
  readonly elsewhere: readonly OtherComputer[]
} {
  const here = clients.filter(({ from }) => from === null)
  const peerPorts = here.map(({ peerPort }) => peerPort).filter((port) => port > 0)
  const connections = new Map<string, number>()
  for (const { from } of clients) if (from !== null) connections.set(from, (connections.get(from) ?? 0) + 1)
  return { peerPorts, elsewhere: [...connections].map(([address, count]) => ({ address, connections: count })) }
}
