import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAutostartFile } from '#core/store/autostart-file.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-autostart-'))
  path = join(folder, 'autostart', 'culvert.desktop')
})

afterEach(async () => await rm(folder, { recursive: true, force: true }))

const entry = { name: 'Culvert', program: '/opt/Culvert/culvert', args: ['--at-login'] }

describe('the file that starts a program at login', () => {
  it('is written into a folder that may not be there yet, and taken away again', async () => {
    const file = createAutostartFile(path, entry)
    expect(await file.state()).toBe('off')
    expect(await file.set('on')).toBeNull()
    expect(await file.state()).toBe('on')
    expect(await readFile(path, 'utf8')).toBe(
      '[Desktop Entry]\nType=Application\nName=Culvert\nExec="/opt/Culvert/culvert" "--at-login"\nX-GNOME-Autostart-enabled=true\n',
    )
    expect(await file.set('off')).toBeNull()
    expect(await file.state()).toBe('off')
    expect(await file.set('off'), 'what is not there is off').toBeNull()
  })

  it('names a program with any marks in its path as the desktop reads it', async () => {
    await createAutostartFile(path, { ...entry, program: '/home/m/50% "a"\\$b`/c d', args: [] }).set('on')
    // Twice over: the escapes inside quotes, then those of a value. A literal backslash would be four.
    expect(await readFile(path, 'utf8')).toContain('Exec="/home/m/50%% \\\\"a\\\\"\\\\\\\\\\\\$b\\\\`/c d"\n')
  })

  it('says when the desktop has switched it off, and is on again when the user asks here', async () => {
    await mkdir(join(folder, 'autostart'))
    for (const line of ['Hidden=true', 'X-GNOME-Autostart-enabled=false']) {
      await writeFile(path, `[Desktop Entry]\nType=Application\nExec=culvert\n${line}\n`)
      const file = createAutostartFile(path, entry)
      await file.renew()
      expect(await file.state()).toBe('off-by-desktop')
      await file.set('on')
      expect(await file.state()).toBe('on')
    }
  })

  it('follows a program that has moved', async () => {
    await createAutostartFile(path, { ...entry, program: '/home/m/Culvert-0.1.AppImage' }).set('on')
    await createAutostartFile(path, { ...entry, program: '/home/m/Culvert-0.2.AppImage' }).renew()
    expect(await readFile(path, 'utf8')).toContain('Exec="/home/m/Culvert-0.2.AppImage"')
  })

  it('does not appear by itself', async () => {
    const file = createAutostartFile(path, entry)
    await file.renew()
    expect(await file.state()).toBe('off')
  })

  it('gives the reason when it cannot be written', async () => {
    await writeFile(join(folder, 'autostart'), 'a file where the folder should be')
    expect(await createAutostartFile(path, entry).set('on')).toMatch(/^(EEXIST|ENOTDIR)$/)
  })
})
