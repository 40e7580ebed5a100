import { BrowserWindow, nativeTheme, screen, type Rectangle, type Session, type WebPreferences } from 'electron'
import type { Build } from '../system/build.ts'
import { trustedOrigin } from '../contract-server/trusted-sender.ts'

/** What is remembered of the window across starts. */
export interface WindowState {
  readonly bounds: Rectangle | null
}

/** What the window needs. */
interface MainWindowOptions {
  readonly preload: string
  readonly session: Session
  readonly build: Build
  readonly state: WindowState
  onStateChange(state: WindowState): void
}

const defaultSize = { width: 1_240, height: 800 } as const
const smallest = { minWidth: 900, minHeight: 640 } as const

/** Only bounds that still lie on a screen: a second monitor may be gone. */
function visibleBounds(bounds: Rectangle | null): Partial<Rectangle> {
  if (bounds === null) return defaultSize
  const { workArea } = screen.getDisplayMatching(bounds)
  const overlapX = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x)
  const overlapY = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y)
  return overlapX >= 100 && overlapY >= 100 ? bounds : { width: bounds.width, height: bounds.height }
}

function titleBar(): Electron.BrowserWindowConstructorOptions {
  switch (process.platform) {
    case 'darwin':
      return { titleBarStyle: 'hiddenInset', trafficLightPosition: { x: 16, y: 18 } }
    case 'win32':
      return { titleBarStyle: 'hidden', titleBarOverlay: { color: '#00000000', symbolColor: '#8B9599', height: 48 } }
    default:
      return {}
  }
}

/** What the page may do in whatever window it is shown: sandboxed, isolated, without Node. */
export function lockedPage({
  preload,
  session,
  build,
}: Pick<MainWindowOptions, 'preload' | 'session' | 'build'>): WebPreferences {
  return {
    preload,
    session,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    webviewTag: false,
    spellcheck: false,
    devTools: build === 'development',
  }
}

/** Opens the window: sandboxed, isolated, on the app's own protocol. It is shown once it has something to show. */
export function openMainWindow({ preload, session, build, state, onStateChange }: MainWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...visibleBounds(state.bounds),
    ...smallest,
    ...titleBar(),
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181A' : '#FFFFFF',
    webPreferences: lockedPage({ preload, session, build }),
  })
  window.once('ready-to-show', () => window.show())
  window.on('close', () => onStateChange({ bounds: window.getNormalBounds() }))
  void window.loadURL(`${trustedOrigin}/`)
  return window
}
