import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { RecordingHeader, RecordingKeeping } from '#contract/recordings.ts'
import { RecordingOrders } from '#core/app/recordings/recording-orders.ts'
import { Recordings } from '#core/app/recordings/recordings.ts'
import { createSealKeys } from '#core/app/recordings/seal-keys.ts'
import { createRecordingFolder } from '#core/store/recording-folder.ts'
import { sealPrimitives as primitives } from '#core/system/seal-primitives.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { sampleHeader } from '../../unit/recording/sample-header.ts'
import { recorded, type RecordingWorld } from './recording-world.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A keychain, or what stands for one where there is none. */
export function keychain(kind: 'keychain' | 'none' = 'keychain') {
  const kept = new Map<string, string>()
  return {
    kind,
    get: async (name: string) => kept.get(name) ?? null,
    set: async (name: string, secret: string) => void (kind === 'none' ? null : kept.set(name, secret)),
    remove: async (name: string) => void kept.delete(name),
  }
}

/** Main's side of a folder with recordings; a day after they were made. */
export function recordingsOver(
  world: RecordingWorld,
  secrets = keychain(),
  keeping: RecordingKeeping = { days: null, megabytes: null },
) {
  const clock = new ManualClock()
  clock.pass(sampleHeader().startedAt + 86_400_000)
  const newKey = (): string => createHash('sha256').update(String(Math.random())).digest('hex')
  const sealKeys = createSealKeys({ secrets, primitives, newKey, log })
  const files = createRecordingFolder(world.folder)
  const idOf = (name: string): string => createHash('sha256').update(name).digest('base64url').slice(0, 22)
  const recordings = new Recordings({
    ...{ files, sealKeys, primitives, idOf, clock, log },
    relay: { onFact: () => () => {}, onStopped: () => () => {} },
    keeping: () => keeping,
  })
  return { recordings, sealKeys, files, clock }
}

/** An id that is told by its number. */
export const idNumber = (number: number): string => `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`

/** A finished recording of some lines. */
export async function recordedFile(
  world: RecordingWorld,
  lines: readonly string[],
  part: Partial<RecordingHeader> = {},
  key: string | null = null,
) {
  const { recorder, file, clock } = await world.record(world.order(part, key))
  for (const line of lines) {
    clock.pass(500)
    await recorded(recorder, Buffer.from(`${line}\r\n`))
  }
  await recorder.end('left')
  return file
}

/** The recording of a folder that has one. */
export async function onlyOne(recordings: Recordings) {
  const { recordings: all } = await recordings.list()
  expect(all).toHaveLength(1)
  return all[0]!
}

/** Orders for shells of any environment. */
export function ordersOver(
  world: RecordingWorld,
  secrets: ReturnType<typeof keychain>,
  choice: 'on' | 'required' | 'off',
  part: { readonly keys?: 'none' | 'shown'; started?(id: string, name: string): void } = {},
): RecordingOrders {
  const { sealKeys, files } = recordingsOver(world, secrets)
  return new RecordingOrders({
    ...{ files, sealKeys, join, log },
    clock: { now: () => sampleHeader().startedAt },
    newId: randomUUID,
    choiceOf: () => choice,
    keys: () => part.keys ?? 'none',
    ownerOf: () => ({ user: 'mika.sato', account: null, role: 'DatabaseTunnel' }),
    started: (id, name) => part.started?.(id, name),
  })
}
