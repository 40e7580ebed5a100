import { createHash } from 'node:crypto'
import { mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProgramIdentity } from '#contract/program-file.ts'
import { problemOfChange, problemOfFile } from '#relay/engine/plugin/plugin-file.ts'

const text = '#!/bin/sh\nexit 0\n'
const changed = { code: 'ENGINE_UNUSABLE', details: { reason: 'changed' } }

let folder = ''
let path = ''
let known: ProgramIdentity
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-plugin-file-'))
  path = join(folder, 'plugin')
  await writeFile(path, text, { mode: 0o755 })
  const { dev, ino, size } = await stat(path, { bigint: true })
  const sha256 = createHash('sha256').update(text).digest('hex')
  known = { device: `${dev}`, inode: `${ino}`, size: Number(size), sha256 }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a program that was looked at', () => {
  it('is started while it is the same', async () => expect(await problemOfChange(path, known)).toBeNull())

  it.each([
    ['device', { device: '1' }],
    ['inode', { inode: '1' }],
    ['size', { size: 1 }],
    ['content', { sha256: '0'.repeat(64) }],
  ])('is not started with another %s', async (_, other) => {
    expect(await problemOfChange(path, { ...known, ...other })).toMatchObject(changed)
  })

  it('is not started when a byte of it is another, with its size and times as before', async () => {
    const { atime, mtime } = await stat(path)
    await writeFile(path, text.replace('0', '1'))
    await utimes(path, atime, mtime)
    expect(await problemOfChange(path, known)).toMatchObject(changed)
  })

  it('is not started when another file has taken its place, though it is the same to the byte', async () => {
    const other = join(folder, 'other')
    await writeFile(other, text, { mode: 0o755 })
    await rename(other, path)
    expect(await problemOfChange(path, known)).toMatchObject(changed)
  })

  it('is not started when it is gone', async () => {
    await rm(path)
    expect(await problemOfChange(path, known)).toMatchObject(changed)
  })
})

it('a bare name is not looked up in PATH', async () => {
  expect(await problemOfFile('sh')).toMatchObject({ code: 'ENGINE_UNUSABLE', details: { reason: 'not-absolute' } })
})
