import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const started = vi.hoisted(() => ({
  startCulvert: vi.fn(async () => {}),
  isPackaged: true,
  switches: [] as string[],
  folder: '.',
}))
const electron = vi.hoisted(() => ({
  app: {
    get isPackaged(): boolean {
      return started.isPackaged
    },
    commandLine: {
      hasSwitch: (name: string): boolean => started.switches.includes(name),
      removeSwitch: vi.fn(),
    },
    enableSandbox: vi.fn(),
    whenReady: vi.fn(async () => {}),
    getLocale: () => 'en',
    getPath: () => started.folder,
    exit: vi.fn(),
    quit: vi.fn(),
    on: vi.fn(),
    requestSingleInstanceLock: () => true,
  },
  dialog: { showErrorBox: vi.fn() },
  Menu: { setApplicationMenu: vi.fn() },
  protocol: { registerSchemesAsPrivileged: vi.fn() },
}))
vi.mock('electron', () => electron)
vi.mock('../../../main/culvert.ts', () => ({ startCulvert: started.startCulvert }))

beforeEach(() => {
  started.folder = '.'
  vi.resetModules()
  vi.clearAllMocks()
  vi.spyOn(process, 'getuid').mockReturnValue(1_000)
})
afterEach(() => vi.restoreAllMocks())

async function start(build: 'packaged' | 'development', ...switches: readonly string[]): Promise<void> {
  started.isPackaged = build === 'packaged'
  started.switches = [...switches]
  await import('../../../main/index.ts')
}

describe('main', () => {
  it('puts every page into the sandbox before the app is ready', async () => {
    await start('packaged')
    expect(electron.app.enableSandbox).toHaveBeenCalledOnce()
    const [before = 0] = electron.app.enableSandbox.mock.invocationCallOrder
    expect(before).toBeLessThan(electron.app.whenReady.mock.invocationCallOrder[0] ?? 0)
    await vi.waitFor(() => expect(started.startCulvert).toHaveBeenCalledWith('packaged'))
  })

  it('declares a scheme of its own that is secure, and lifts none of its limits', async () => {
    await start('packaged')
    expect(electron.protocol.registerSchemesAsPrivileged.mock.calls).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } }]],
    ])
  })

  it.each(['no-sandbox', 'remote-debugging-port'])(
    'installed, starts nothing with --%s, and says why',
    async (name) => {
      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      await start('packaged', name)
      // The words are loaded first.
      await vi.waitFor(() => expect(electron.app.exit).toHaveBeenCalledWith(1), 9_000)
      expect(electron.app.commandLine.removeSwitch).toHaveBeenCalledWith(name)
      expect(said.mock.calls.join('')).toContain(name)
      expect(electron.dialog.showErrorBox.mock.calls[0]?.[1]).toContain(name)
      expect(started.startCulvert).not.toHaveBeenCalled()
    },
  )

  it('says why it does not start where the folder of its files takes none', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    started.folder = '/dev/null/Culvert'
    await start('development')
    await vi.waitFor(() => expect(electron.app.exit).toHaveBeenCalledWith(1), 9_000)
    expect(said.mock.calls.join('')).toContain('/dev/null/Culvert')
    expect(electron.dialog.showErrorBox.mock.calls[0]?.[1]).toContain('/dev/null/Culvert')
    expect(electron.app.quit).not.toHaveBeenCalled()
    expect(started.startCulvert).not.toHaveBeenCalled()
  })

  it('from source, starts with them', async () => {
    await start('development', 'remote-debugging-port')
    await vi.waitFor(() => expect(started.startCulvert).toHaveBeenCalledWith('development'))
  })
})
