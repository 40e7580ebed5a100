import type { EventEmitter } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { createFakeElectron } from './fake-electron.ts'

const home = await mkdtemp(join(tmpdir(), 'culvert-main-'))
const electron = await vi.hoisted(async () => {
  const fake = await import('./fake-electron.ts')
  return { create: fake.createFakeElectron, made: null as ReturnType<typeof createFakeElectron> | null }
})
vi.mock('electron', () => {
  electron.made = electron.create(home)
  return electron.made
})
// The keychain of this machine is none of a test's business, and a native module that waits for it ends the thread it is in.
vi.mock('../../../main/secrets/keychain-secret-store.ts', () => ({
  openSecretStore: async () => ({ kind: 'none', get: async () => null, set: async () => {}, remove: async () => {} }),
}))

beforeAll(() => {
  vi.stubEnv('HOME', home)
  vi.stubEnv('USERPROFILE', home)
  vi.stubEnv('SHELL', '')
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'))
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

/** Listeners of an emitter by event, without those of `kept`. */
function listenersOf(emitter: EventEmitter, kept: readonly string[] = []): Readonly<Record<string, number>> {
  const names = emitter
    .eventNames()
    .map(String)
    .filter((name) => !kept.includes(name))
  return Object.fromEntries(names.map((name) => [name, emitter.listenerCount(name)]))
}

test('what main listens to and serves is given back when the app stops', async () => {
  const { startCulvert } = await import('../../../main/culvert.ts')
  const { app, powerMonitor, nativeTheme, calls, schemes } = electron.made!
  // What guards the windows stays until the process is gone.
  const count = () => ({
    app: listenersOf(app, ['web-contents-created']),
    process: listenersOf(process),
    powerMonitor: listenersOf(powerMonitor),
    nativeTheme: listenersOf(nativeTheme),
    calls: [...calls.names],
    schemes: [...schemes.names],
  })
  const before = count()
  await startCulvert('development')
  const running = count()
  expect(Object.keys(running.app).sort()).toEqual(
    [
      'accessibility-support-changed',
      'activate',
      'before-quit',
      'browser-window-focus',
      'second-instance',
      'window-all-closed',
    ].sort(),
  )
  expect(running.powerMonitor).toEqual({ suspend: 1, resume: 1 })
  expect(running).toMatchObject({ calls: ['culvert:call', 'culvert:drop'], schemes: ['app'] })
  expect(running.process).toHaveProperty('SIGTERM')

  app.quit()
  await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(0), 20_000)
  expect(count()).toEqual(before)
}, 30_000)
