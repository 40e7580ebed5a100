import {
  chmodSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { identifyProgram, judgeProgramFile, stampOf } from '#core/system/program-file.ts'
import { createPlainRun } from '#core/system/run-program.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'culvert-program-')))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function program(path: string, mode = 0o755): string {
  writeFileSync(path, '#!/bin/sh\nenv\n')
  chmodSync(path, mode)
  return path
}

const refused = (path: string, where: string) => ({
  ok: false,
  error: { code: 'ENGINE_UNUSABLE', details: { path, reason: 'writable-by-others', where } },
})

// Windows tells Node nothing of who may write.
describe.skipIf(process.platform === 'win32')('a program’s file', () => {
  it('is the one that its path leads to', async () => {
    const file = program(join(folder, 'plugin-1.2'))
    symlinkSync(file, join(folder, 'plugin'))
    expect(await judgeProgramFile(join(folder, 'plugin'))).toEqual({ ok: true, value: file })
  })

  it('is looked for by a whole path that leads to no device', async () => {
    const refusedAs = (path: string, reason: string) => ({ ok: false, error: { details: { path, reason } } })
    expect(await judgeProgramFile('package.json')).toMatchObject(refusedAs('package.json', 'not-absolute'))
    expect(await judgeProgramFile('/proc/self/exe')).toMatchObject(refusedAs('/proc/self/exe', 'path-refused'))
    expect(await judgeProgramFile('//server/share/plugin')).toMatchObject(
      refusedAs('//server/share/plugin', 'path-refused'),
    )
    symlinkSync('/dev/null', join(folder, 'null'))
    expect(await judgeProgramFile(join(folder, 'null'))).toMatchObject(refusedAs(join(folder, 'null'), 'path-refused'))
  })

  it('is refused when others may write to it, to a folder above it, or to the one of a link to it', async () => {
    const shared = program(join(folder, 'shared'), 0o757)
    expect(await judgeProgramFile(shared)).toEqual(refused(shared, shared))

    const open = join(folder, 'open')
    mkdirSync(join(open, 'inner'), { recursive: true })
    const below = program(join(open, 'inner', 'plugin'))
    const good = program(join(folder, 'plugin'))
    symlinkSync(good, join(open, 'link'))
    chmodSync(open, 0o777)
    expect(await judgeProgramFile(below)).toEqual(refused(below, open))
    expect(await judgeProgramFile(join(open, 'link'))).toEqual(refused(join(open, 'link'), open))
    expect(await judgeProgramFile(good)).toMatchObject({ ok: true })
  })

  it('is refused when others may write to a folder that the path only leads through', async () => {
    const good = program(join(folder, 'plugin'))
    const open = join(folder, 'open')
    mkdirSync(open)
    symlinkSync(good, join(open, 'middle'))
    symlinkSync(join(open, 'middle'), join(folder, 'first'))
    symlinkSync('first', join(folder, 'relative'))
    // By way of a folder's link, and back out of the folder that it leads to.
    mkdirSync(join(open, 'inner'))
    symlinkSync(join(open, 'inner'), join(folder, 'way'))
    symlinkSync('way/../../plugin', join(folder, 'back'))
    chmodSync(open, 0o777)
    for (const name of ['first', 'relative', 'back', 'way/../../plugin']) {
      const path = `${folder}/${name}`
      expect(await judgeProgramFile(path), name).toEqual(refused(path, open))
    }
    chmodSync(open, 0o755)
    for (const name of ['first', 'relative', 'back', 'way/../../plugin']) {
      expect(await judgeProgramFile(`${folder}/${name}`), name).toEqual({ ok: true, value: good })
    }
  })

  it('is refused when a link to it leads through a device, and not found when links go round', async () => {
    const path = join(folder, 'link')
    symlinkSync(`/proc/self/root${program(join(folder, 'plugin'))}`, path)
    expect(await judgeProgramFile(path)).toMatchObject({ error: { details: { path, reason: 'path-refused' } } })
    symlinkSync(join(folder, 'b'), join(folder, 'a'))
    symlinkSync(join(folder, 'a'), join(folder, 'b'))
    expect(await judgeProgramFile(join(folder, 'a'))).toMatchObject({ ok: false })
  })

  it.skipIf(process.getuid?.() !== 0)('is refused when a link to it is another user’s', async () => {
    const good = program(join(folder, 'plugin'))
    const path = join(folder, 'theirs')
    symlinkSync(good, path)
    lchownSync(path, 12_345, 12_345)
    expect(await judgeProgramFile(path)).toEqual(refused(path, path))
  })

  it('is another one when a byte of it is, though its times were set back', async () => {
    const path = program(join(folder, 'plugin'))
    const before = await identifyProgram(path)
    const stamp = await stampOf(path)
    writeFileSync(path, '#!/bin/sh\nevn\n')
    expect(await identifyProgram(path)).not.toEqual(before)
    expect(await stampOf(path)).not.toBe(stamp)
  })

  it('is run with the listed variables and no other', async () => {
    const environment = {
      PATH: process.env['PATH'],
      HOME: '/home/you',
      AWS_SECRET_ACCESS_KEY: 'secret',
      LD_PRELOAD: '/x',
    }
    const ran = await createPlainRun(environment)(program(join(folder, 'plugin')), [], 5_000)
    const output = ran.kind === 'exited' ? ran.output : ''
    expect(output).toContain('HOME=/home/you')
    expect(output).not.toMatch(/AWS_|LD_PRELOAD/)
  })
})
