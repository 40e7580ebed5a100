import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isWritableFolder } from '../../../main/system/profile-folder.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culvert-profile-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('a folder that is there, or can be made, will do', () => {
  expect(isWritableFolder(folder)).toBe(true)
  expect(isWritableFolder(join(folder, 'config', 'Culvert'))).toBe(true)
})

it('a file in its place, or above it, will not', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(isWritableFolder(file)).toBe(false)
  expect(isWritableFolder(join(file, 'Culvert'))).toBe(false)
})

it('one that may not be written to will not', (context) => {
  if (process.platform === 'win32') context.skip('Windows has rights of another kind')
  if (process.getuid?.() === 0) context.skip('rights do not count for root')
  chmodSync(folder, 0o500)
  expect(isWritableFolder(folder)).toBe(false)
  chmodSync(folder, 0o700)
})
