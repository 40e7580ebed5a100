import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { createFakeElectron } from './fake-electron.ts'

const made: BrowserWindowConstructorOptions[] = []
const loaded: string[] = []
class FakeWindow extends EventEmitter {
  constructor(options: BrowserWindowConstructorOptions) {
    super()
    made.push(options)
  }
  readonly loadURL = async (url: string): Promise<void> => void loaded.push(url)
}
const electron = { ...createFakeElectron('/nowhere'), BrowserWindow: FakeWindow }
vi.mock('electron', () => electron)
const { openMainWindow } = await import('../../../main/window/main-window.ts')

const session = electron.session.fromPartition()

function preferencesIn(build: 'packaged' | 'development') {
  const state = { bounds: null }
  Reflect.apply(openMainWindow, null, [{ preload: '/preload.cjs', session, build, state, onStateChange: () => {} }])
  return made.at(-1)?.webPreferences ?? {}
}

describe("the window's page", () => {
  it('runs in the sandbox', () => expect(preferencesIn('packaged').sandbox).toBe(true))

  it('shares no world with the preload', () => expect(preferencesIn('packaged').contextIsolation).toBe(true))

  it('has no Node, and neither have its workers', () => {
    const { nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames } = preferencesIn('packaged')
    expect([nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames ?? false]).toEqual([
      false,
      false,
      false,
    ])
  })

  it('has nothing that weakens what the web platform forbids', () => {
    const preferences = preferencesIn('packaged')
    expect(preferences.webSecurity ?? true).toBe(true)
    expect(preferences.allowRunningInsecureContent ?? false).toBe(false)
    expect(preferences.experimentalFeatures ?? false).toBe(false)
    expect(preferences.enableBlinkFeatures).toBeUndefined()
  })

  it('can embed no web view', () => expect(preferencesIn('packaged').webviewTag).toBe(false))

  it('is in the session without a network', () => expect(preferencesIn('packaged').session).toBe(session))

  it('has developer tools in a copy built from source alone', () => {
    expect(preferencesIn('packaged').devTools).toBe(false)
    expect(preferencesIn('development').devTools).toBe(true)
  })

  it("is the app's own", () => {
    preferencesIn('packaged')
    expect(new Set(loaded)).toEqual(new Set(['app://culvert/']))
  })
})
