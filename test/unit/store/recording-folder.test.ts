import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createRecordingFolder } from '#core/store/recording-folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-recordings-'))
})
afterEach(async () => await rm(folder, { recursive: true }))

async function* text(...parts: readonly string[]): AsyncIterable<string> {
  for (const part of parts) yield part
}

it('a copy is for the user alone, and writes over its own place and nothing beside it', async () => {
  const own = join(folder, 'own')
  const place = join(folder, 'copy.txt')
  await writeFile(own, 'own')
  await writeFile(place, 'before')
  await symlink(own, `${place}.part`)
  await createRecordingFolder(folder).write(place, text('a', 'b'))
  expect(await readFile(place, 'utf8')).toBe('ab')
  expect(await readFile(own, 'utf8')).toBe('own')
  expect((await stat(place)).mode & 0o777).toBe(0o600)
  expect((await readdir(folder)).toSorted()).toEqual(['copy.txt', 'copy.txt.part', 'own'])
})

it('a copy that fails leaves what was there, and nothing of itself', async () => {
  const place = join(folder, 'copy.txt')
  await writeFile(place, 'before')
  async function* failing(): AsyncIterable<string> {
    yield 'a'
    throw new Error('the disk is full')
  }
  await expect(createRecordingFolder(folder).write(place, failing())).rejects.toThrow('full')
  expect(await readFile(place, 'utf8')).toBe('before')
  expect(await readdir(folder)).toEqual(['copy.txt'])
})
