import { EventEmitter } from 'node:events'
import { vi } from 'vitest'

/** A relay that says hello and goes when it is told to. */
export class FakeRelayProcess extends EventEmitter {
  readonly pid = 4_242
  constructor() {
    super()
    queueMicrotask(() => this.emit('message', { type: 'hello', pid: this.pid }))
  }
  postMessage(order: { readonly type: string }): void {
    if (order.type === 'shut-down') queueMicrotask(() => this.kill())
  }
  kill(): void {
    this.emit('exit', 0)
  }
}

class FakeContents extends EventEmitter {
  readonly mainFrame = {}
  readonly send = vi.fn()
  readonly setWebRTCIPHandlingPolicy = vi.fn()
  readonly isLoading = (): boolean => false
}

class FakeWindow extends EventEmitter {
  constructor() {
    super()
    // Nobody looks at it: what the app puts off for its first page comes at once.
    queueMicrotask(() => this.emit('closed'))
  }
  readonly webContents = new FakeContents()
  readonly loadURL = async (): Promise<void> => {}
  readonly isDestroyed = (): boolean => false
  readonly isMinimized = (): boolean => false
  readonly show = vi.fn()
  readonly focus = vi.fn()
  readonly getNormalBounds = () => ({ x: 0, y: 0, width: 1_000, height: 700 })
}

class FakeTray extends EventEmitter {
  readonly setImage = vi.fn()
  readonly setToolTip = vi.fn()
  readonly setContextMenu = vi.fn()
  readonly destroy = vi.fn()
}

class FakeApp extends EventEmitter {
  readonly isPackaged = false
  readonly userData: string
  readonly exit = vi.fn()
  readonly configureHostResolver = vi.fn()
  readonly quit = vi.fn(() => void this.emit('before-quit', { preventDefault: () => {} }))
  constructor(userData: string) {
    super()
    this.userData = userData
  }
  readonly getPath = (): string => this.userData
  readonly getAppPath = (): string => this.userData
  readonly getVersion = (): string => '0.0.0'
  readonly getLocale = (): string => 'en'
  readonly commandLine = { hasSwitch: (): boolean => false }
  readonly getLoginItemSettings = () => ({ wasOpenedAtLogin: false })
}

/** Handlers of which there is one for each name. */
function createHandlers() {
  const names = new Set<string>()
  return {
    names,
    handle: (name: string) => void names.add(name),
    remove: (name: string) => void names.delete(name),
  }
}

/** As much of Electron's main process as the composition of the app touches. Its emitters can be counted. */
export function createFakeElectron(userData: string) {
  const calls = createHandlers()
  const schemes = createHandlers()
  const image = () => ({ addRepresentation: () => {}, setTemplateImage: () => {} })
  const session = () =>
    Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: () => {},
      setPermissionCheckHandler: () => {},
      setDevicePermissionHandler: () => {},
      setProxy: async () => {},
      resolveProxy: async () => 'DIRECT',
      forceReloadProxyConfig: async () => {},
      webRequest: { onBeforeRequest: () => {} },
      protocol: { registerBufferProtocol: schemes.handle, unregisterProtocol: schemes.remove },
    })
  return {
    calls,
    schemes,
    app: new FakeApp(userData),
    BrowserWindow: FakeWindow,
    Tray: FakeTray,
    Menu: { buildFromTemplate: () => ({}), setApplicationMenu: () => {} },
    ipcMain: { handle: calls.handle, removeHandler: calls.remove },
    session: { defaultSession: session(), fromPartition: session },
    powerMonitor: new EventEmitter(),
    nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: false }),
    nativeImage: { createEmpty: image },
    net: { isOnline: () => true },
    screen: { getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }) },
    clipboard: { writeText: () => {} },
    shell: {},
    dialog: {},
    utilityProcess: { fork: () => new FakeRelayProcess() },
  }
}
