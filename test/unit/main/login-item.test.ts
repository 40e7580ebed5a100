import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const system = vi.hoisted(() => ({
  appData: '',
  switches: [] as string[],
  item: { openAtLogin: false, executableWillLaunchAtLogin: true, status: 'enabled', wasOpenedAtLogin: false },
  obeys: true,
}))

vi.mock('electron', () => ({
  app: {
    getPath: () => system.appData,
    commandLine: { hasSwitch: (name: string) => system.switches.includes(name) },
    getLoginItemSettings: () => system.item,
    setLoginItemSettings: ({ openAtLogin }: { openAtLogin: boolean }) => {
      if (system.obeys) system.item = { ...system.item, openAtLogin }
    },
  },
}))

const { createLoginItem, isStartedAtLogin } = await import('../../../main/system/login-item.ts')
const { createLoginItemFacts } = await import('../../../main/parts/login-item-facts.ts')

beforeEach(async () => {
  system.appData = await mkdtemp(join(tmpdir(), 'culvert-login-'))
  system.item = { openAtLogin: false, executableWillLaunchAtLogin: true, status: 'enabled', wasOpenedAtLogin: false }
  system.obeys = true
  system.switches = []
})

afterEach(async () => await rm(system.appData, { recursive: true, force: true }))

describe('start at login', () => {
  it('is nothing for a copy that is built from source: it says so, and writes nothing', async () => {
    const item = createLoginItem('development', 'linux')
    expect(await item.state()).toBe('not-installed')
    expect(await item.set('on')).toMatchObject({ ok: false, error: { code: 'LOGIN_ITEM_NOT_CHANGED' } })
    expect(await createLoginItem('packaged', 'linux').state()).toBe('off')
  })

  it('is a file of the desktop on Linux, which starts the app without its window', async () => {
    const item = createLoginItem('packaged', 'linux')
    expect((await item.set('on')).ok).toBe(true)
    const text = await readFile(join(system.appData, 'autostart', 'culvert.desktop'), 'utf8')
    expect(text).toContain(`Exec="${process.execPath}" "--at-login"`)
    expect(await item.state()).toBe('on')
    expect((await item.set('off')).ok).toBe(true)
    expect(await item.state()).toBe('off')
  })

  it('starts the AppImage itself, not what it was unpacked to', async () => {
    vi.stubEnv('APPIMAGE', '/home/mika/Culvert.AppImage')
    await createLoginItem('packaged', 'linux').set('on')
    vi.unstubAllEnvs()
    const text = await readFile(join(system.appData, 'autostart', 'culvert.desktop'), 'utf8')
    expect(text).toContain('Exec="/home/mika/Culvert.AppImage" "--at-login"')
  })

  it('names the file that could not be written', async () => {
    await writeFile(join(system.appData, 'autostart'), '')
    const answer = await createLoginItem('packaged', 'linux').set('on')
    expect(answer).toMatchObject({
      ok: false,
      error: { details: { file: expect.stringMatching(/culvert\.desktop$/) } },
    })
  })

  it.each(['darwin', 'win32'] as const)(
    'is the system’s own on %s, and says when it was not taken',
    async (platform) => {
      const item = createLoginItem('packaged', platform)
      expect(await item.state()).toBe('off')
      expect((await item.set('on')).ok).toBe(true)
      expect(await item.state()).toBe('on')
      system.obeys = false
      expect(await item.set('off')).toMatchObject({ ok: false, error: { details: { reason: 'refused' } } })
    },
  )

  it('says when the system’s own settings do not let it', async () => {
    system.item = { ...system.item, openAtLogin: true, executableWillLaunchAtLogin: false }
    expect(await createLoginItem('packaged', 'win32').state()).toBe('off-by-system')
    system.item = { ...system.item, openAtLogin: false, status: 'requires-approval' }
    expect(await createLoginItem('packaged', 'darwin').state()).toBe('off-by-system')
  })

  it('is known from how the app was started', () => {
    expect(isStartedAtLogin('linux')).toBe(false)
    system.switches = ['at-login']
    expect(isStartedAtLogin('linux')).toBe(true)
    expect(isStartedAtLogin('darwin')).toBe(false)
    system.item = { ...system.item, wasOpenedAtLogin: true }
    expect(isStartedAtLogin('darwin')).toBe(true)
  })

  it('is shown as the system has it after each change, whatever came of it', async () => {
    const setApp = vi.fn()
    const facts = createLoginItemFacts(createLoginItem('packaged', 'linux'), { setApp })
    await facts.set('on')
    expect(setApp).toHaveBeenLastCalledWith({ startAtLogin: 'on' })
    await rm(join(system.appData, 'autostart'), { recursive: true })
    await writeFile(join(system.appData, 'autostart'), '')
    expect((await facts.set('on')).ok).toBe(false)
    expect(setApp).toHaveBeenLastCalledWith({ startAtLogin: 'off' })
  })
})
