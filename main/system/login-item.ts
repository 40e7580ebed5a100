import { join } from 'node:path'
import { app } from 'electron'
import type { AppFacts } from '#contract/snapshot.ts'
import type { Result } from '#contract/result.ts'
import { createAutostartFile } from '#core/store/autostart-file.ts'
import { fail, ok } from '#domain/result.ts'
import type { Build } from './build.ts'

/** Tells the app that the system started it, and nobody who would want to see a window. */
const switchName = 'at-login'

/** Whether the app starts when the user logs in. What is true is with the system, whose own settings change it as well. */
export interface LoginItem {
  state(): Promise<AppFacts['startAtLogin']>
  /** LOGIN_ITEM_NOT_CHANGED on failure. */
  set(wish: 'on' | 'off'): Promise<Result<void>>
}

/** The login item of this system. A copy that is built from source has none: what would be started is Electron. */
export function createLoginItem(build: Build, platform: NodeJS.Platform = process.platform): LoginItem {
  if (build === 'development')
    return { state: async () => 'not-installed', set: async () => notChanged('not-installed') }
  return platform === 'linux' ? ofLinux() : ofSystem(platform)
}

/** True when the system started the app at a login: its window stays closed until it is wanted. */
export function isStartedAtLogin(platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'darwin') return app.getLoginItemSettings().wasOpenedAtLogin
  return app.commandLine.hasSwitch(switchName)
}

const notChanged = (reason: string, file?: string): Result<void> =>
  fail('LOGIN_ITEM_NOT_CHANGED', { reason, ...(file === undefined ? {} : { file }) })

function ofLinux(): LoginItem {
  const path = join(app.getPath('appData'), 'autostart', 'culvert.desktop')
  // What runs from an AppImage is unpacked anew at each start; the file itself stays.
  const program = process.env['APPIMAGE'] ?? process.execPath
  const file = createAutostartFile(path, { name: 'Culvert', program, args: [`--${switchName}`] })
  const renewed = file.renew()
  return {
    async state() {
      await renewed
      const state = await file.state()
      return state === 'off-by-desktop' ? 'off-by-system' : state
    },
    async set(wish) {
      await renewed
      const code = await file.set(wish)
      return code === null ? ok(undefined) : notChanged(code, path)
    },
  }
}

function ofSystem(platform: NodeJS.Platform): LoginItem {
  const asked = platform === 'win32' ? { path: process.execPath, args: [`--${switchName}`] } : {}
  const state = async (): Promise<AppFacts['startAtLogin']> => {
    const { openAtLogin, executableWillLaunchAtLogin, status } = app.getLoginItemSettings(asked)
    const isStopped =
      platform === 'win32' ? openAtLogin && !executableWillLaunchAtLogin : status === 'requires-approval'
    return isStopped ? 'off-by-system' : openAtLogin ? 'on' : 'off'
  }
  return {
    state,
    async set(wish) {
      app.setLoginItemSettings({ ...asked, openAtLogin: wish === 'on' })
      const now = await state()
      if (now === wish || now === 'off-by-system') return ok(undefined)
      return notChanged('refused')
    },
  }
}
