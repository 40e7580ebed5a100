import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { copyFile } from '#relay/files/copy-file.ts'
import type { FileSide, FoundFile } from '#relay/files/file-side.ts'
import { createFetchedMark } from '#relay/files/fetched-mark.ts'
import { here } from '#relay/files/here.ts'
import { runQuick } from '#relay/process/run-quick.ts'

async function marksOn(platform: string, write: () => Promise<void> = async () => {}): Promise<readonly unknown[]> {
  const done: unknown[] = []
  const mark = createFetchedMark({
    platform,
    now: () => 0x65_43_21 * 1_000,
    write: async (path, text) => (done.push([path, text]), await write()),
    run: async (file, args) => (done.push([file, ...args]), false),
  })
  await mark('/home/mika/-x.pkg')
  return done
}

it('is the Mark of the Web on Windows, quarantine on macOS, and nothing where there is none', async () => {
  expect(await marksOn('win32')).toEqual([['/home/mika/-x.pkg:Zone.Identifier', '[ZoneTransfer]\r\nZoneId=3\r\n']])
  expect(await marksOn('darwin')).toEqual([
    ['/usr/bin/xattr', '-w', 'com.apple.quarantine', '0081;654321;Culvert;', '/home/mika/-x.pkg'],
  ])
  expect(await marksOn('linux')).toEqual([])
})

it('costs no file on a disk that knows no such marks', async () => {
  await expect(marksOn('win32', () => Promise.reject(new Error('EINVAL')))).resolves.toHaveLength(1)
})

it('is on a file before it has its name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-mark-'))
  await writeFile(join(folder, 'x'), 'hello')
  const seen: (readonly string[])[] = []
  const marking: FileSide = {
    ...here,
    async markFetched() {
      seen.push((await readdir(folder)).toSorted())
    },
  }
  const found = (await here.stat(join(folder, 'x'))) as FoundFile
  const rest = {
    mayResume: false,
    mayReplace: false,
    mayExceed: 0,
    over: new AbortController().signal,
    moved: () => {},
    checking: () => {},
  }
  const there: FileSide = { ...here, side: 'there' }
  const copy = { from: there, to: marking, source: join(folder, 'x'), target: join(folder, 'y'), found, ...rest }
  expect((await copyFile(copy)).kind).toBe('same')
  expect(seen).toEqual([['.y.culvert-part', 'x']])
  await rm(folder, { recursive: true })
})

it('runs a program of the system’s, and tells when that did not do', async () => {
  expect(await Promise.all([runQuick('/bin/sh', ['-c', 'exit 0']), runQuick('/bin/sh', ['-c', 'exit 3'])])).toEqual([
    true,
    false,
  ])
  expect(await runQuick('/nowhere/xattr', [])).toBe(false)
})
