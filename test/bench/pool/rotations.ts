import { once } from 'node:events'
import type { Measurement } from '../figure.ts'
import { openClient } from '../tunnel/bench-relay.ts'
import type { PoolWorld } from './pool-world.ts'

/** Credentials last so long (s), and the session that they open is followed after half of that. */
const credentialSeconds = 20
const lastingMs = 45_000
const answerLimitMs = 10_000

/** Connections that come one after the other while sessions follow each other, and one that is held over each: those that fail. */
export async function countRotationFailures({ world, sandbox, arm }: PoolWorld): Promise<Measurement> {
  await sandbox.fault({ kind: 'lifetimes', credentialSeconds })
  const { id, port } = await arm()
  const endsAt = performance.now() + lastingMs
  const held = await openClient(port)
  let [failures, carried, isHeldCut] = [0, 0, false]
  held.once('close', () => (isHeldCut = performance.now() < endsAt))
  held.write('?')
  await once(held, 'data')
  while (performance.now() < endsAt) {
    if (await isAnswered(port)) carried += 1
    else failures += 1
  }
  held.destroy()
  const { timeline } = await world.seen(id, () => true)
  const rotated = timeline.filter(({ kind }) => kind === 'rotated').length
  if (rotated === 0) throw new Error('no session was followed by another')
  const value = failures + (isHeldCut ? 1 : 0)
  return { name: 'rotation-failures', engine: 'builtin', value, beside: { connections: carried, rotations: rotated } }
}

async function isAnswered(port: number): Promise<boolean> {
  const client = await openClient(port)
  const late = setTimeout(() => client.destroy(), answerLimitMs)
  const answer = Promise.race([once(client, 'data').then(() => true), once(client, 'close').then(() => false)])
  client.write('?')
  const isThere = await answer.catch(() => false)
  clearTimeout(late)
  client.destroy()
  return isThere
}
