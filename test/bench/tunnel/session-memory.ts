import { once } from 'node:events'
import { type BenchRelay, type BenchTunnel, openClient, type PluginBinary } from './bench-relay.ts'
import { usageOf } from './process-usage.ts'

const sessions = 21
/** A new relay collects its rubbish for a moment; what it holds afterwards is what counts. */
const settleMs = 1_000

/**
 * What one more session costs in memory, MB: how much the relay and its children grow from one session to many, each
 * with a client that got an answer, divided by how many were added. Null where a system does not tell.
 *
 * @param relay a fresh one: freed memory of earlier work would hide the growth
 */
export async function measureSessionMemory(relay: BenchRelay, plugin: PluginBinary | null): Promise<number | null> {
  const tunnels: BenchTunnel[] = []
  const addSession = async (): Promise<void> => {
    const tunnel = await relay.openTunnel(relay.endpoints.echoPort, plugin)
    tunnels.push(tunnel)
    await tunnel.startSession()
    const client = await openClient(tunnel.port)
    client.write('?')
    await once(client, 'data')
  }
  await addSession()
  const before = await settledMemory(relay)
  while (tunnels.length < sessions) await addSession()
  const after = await settledMemory(relay)
  await Promise.all(tunnels.map((tunnel) => tunnel.close()))
  return before === null || after === null ? null : (after - before) / 1e6 / (sessions - 1)
}

async function settledMemory(relay: BenchRelay): Promise<number | null> {
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  return usageOf(relay.pid())?.residentBytes ?? null
}
