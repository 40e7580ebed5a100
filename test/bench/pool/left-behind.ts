import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import type { Measurement } from '../figure.ts'
import { openClient, startBenchRelay } from '../tunnel/bench-relay.ts'
import { usageOf } from '../tunnel/process-usage.ts'
import type { PoolWorld } from './pool-world.ts'

const connects = 1_000
const rotations = 100
/** The first fill pools and caches that stay, and the heap up to where it is collected: what is more after that is left behind. */
const warmUps = { connects: 1_000, rotations: 5 }
const settleMs = 3_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Open files of a process: sockets, pipes and the rest. */
function handlesOf(pid: number): number {
  return process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : 0
}

function megabytesOf(pid: number): number {
  return (usageOf(pid)?.residentBytes ?? 0) / 1e6
}

async function askOnce(port: number): Promise<void> {
  const client = await openClient(port)
  client.write('?')
  await once(client, 'data')
  client.destroy()
  await once(client, 'close')
}

/** Handles and sessions that are there after a thousand connections and were not before. */
export async function measureLeftAfterConnects({ world, sandbox, arm }: PoolWorld): Promise<Measurement> {
  const { port } = await arm()
  const pid = world.relay.pid()
  for (let count = 0; count < warmUps.connects; count += 1) await askOnce(port)
  await pause(settleMs)
  const before = { handles: handlesOf(pid), sessions: await activeOf(sandbox), memory: megabytesOf(pid) }
  for (let count = 0; count < connects; count += 1) await askOnce(port)
  await pause(settleMs)
  const value = handlesOf(pid) - before.handles + ((await activeOf(sandbox)) - before.sessions)
  const beside = { 'more MB of the relay': megabytesOf(pid) - before.memory }
  return { name: 'left-after-connects', engine: 'builtin', n: connects, value: Math.max(0, value), beside }
}

async function activeOf(sandbox: PoolWorld['sandbox']): Promise<number> {
  return (await sandbox.state()).sessions.active.length
}

/** Handles of the relay that are there after a hundred sessions have followed each other behind one port. */
export async function measureLeftAfterRotations(programs: {
  readonly relay: string
  readonly farEnd: string
}): Promise<Measurement> {
  const relay = await startBenchRelay(programs)
  try {
    const tunnel = await relay.openTunnel(relay.endpoints.echoPort, null)
    const rotate = async (times: number): Promise<void> => {
      for (let count = 0; count < times; count += 1) {
        await tunnel.startSession()
        await askOnce(tunnel.port)
      }
      await pause(settleMs)
    }
    await rotate(warmUps.rotations)
    const before = { handles: handlesOf(relay.pid()), memory: megabytesOf(relay.pid()) }
    await rotate(rotations)
    const value = Math.max(0, handlesOf(relay.pid()) - before.handles)
    const beside = { 'more MB of the relay': megabytesOf(relay.pid()) - before.memory }
    await tunnel.close()
    return { name: 'left-after-rotations', engine: 'builtin', n: rotations, value, beside }
  } finally {
    await relay.stop()
  }
}
