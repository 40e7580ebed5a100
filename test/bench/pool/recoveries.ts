import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Measurement } from '../figure.ts'
import { openClient } from '../tunnel/bench-relay.ts'
import type { PoolWorld } from './pool-world.ts'

const rounds = 5
/** How late the network is after the machine woke. */
const lateMs = 60_000

/** Milliseconds until a byte comes back. */
async function answered(client: Socket): Promise<number> {
  const startedAt = performance.now()
  const answer = once(client, 'data')
  client.write('?')
  await answer
  return performance.now() - startedAt
}

/** Milliseconds from a broken channel, whose other end is back at once, to the next answer on a connection that was open: the worst of several. */
export async function measureAfterDrop({ sandbox, arm }: PoolWorld): Promise<Measurement> {
  const { port } = await arm()
  const client = await openClient(port)
  await answered(client)
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await sandbox.fault({ kind: 'drop-session' })
    times.push(await answered(client))
    await delay(500)
  }
  client.destroy()
  return { name: 'recovery-after-drop', engine: 'builtin', value: Math.max(...times) }
}

/** The machine sleeps and wakes, the network is there a minute later: milliseconds from then to an answer on a connection that was open. */
export async function measureAfterWake({ world, sandbox, arm }: PoolWorld): Promise<Measurement> {
  const { port } = await arm()
  const client = await openClient(port)
  await answered(client)
  world.supervisor.slept()
  process.kill(sandbox.pid, 'SIGSTOP')
  world.supervisor.woke()
  await delay(lateMs)
  process.kill(sandbox.pid, 'SIGCONT')
  const value = await answered(client)
  client.destroy()
  return { name: 'recovery-after-wake', engine: 'builtin', value, note: 'the network late by 60 s, silent until then' }
}
