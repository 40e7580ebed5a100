import { clipboard, shell } from 'electron'
import type { CallHandlers, ConsolePageName, Destination, ParsedCallInput } from '#contract/calls.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import type { Browser } from '#core/app/ports.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import { consoleUrl } from '#domain/links/console-url.ts'
import { signInOfTunnel } from '#domain/profile/profile.ts'
import { foundTarget } from '#domain/route/found-target.ts'
import { documentation } from '#domain/links/documentation.ts'

type AppHandlers = Pick<
  CallHandlers,
  | 'app.snapshot'
  | 'app.dismissNotice'
  | 'app.revealFolder'
  | 'app.startAtLogin'
  | 'app.keepRunning'
  | 'settings.change'
  | 'clipboard.write'
  | 'link.open'
  | 'window.close'
  | 'window.drawn'
  | 'window.follow'
>

/** What the handlers need. */
interface AppHandlerDeps {
  snapshot(): Snapshot
  dismissNotice(id: string): void
  readonly settings: SettingsBook
  readonly browser: Browser
  readonly folders: Readonly<Record<'catalog' | 'logs' | 'sign-ins' | 'recordings', string>>
  /** What the system keeps of the start at login. LOGIN_ITEM_NOT_CHANGED on failure. */
  readonly loginItem: { set(wish: 'on' | 'off'): Promise<Result<void>> }
  keepRunning(): void
  closeWindow(): void
  windowDrawn(): void
  /** What the page was asked to show before it could hear it. */
  follow(): readonly Destination[]
}

function tunnelPage(snapshot: Snapshot, id: string, page: ConsolePageName): string | null {
  const view = snapshot.tunnels.find((tunnel) => tunnel.id === id)
  if (view === undefined) return null
  const { route } = view
  const sessions = snapshot.signIns.map(({ session }) => session)
  const signIn = signInOfTunnel(view, sessions)
  const about = { page, targetId: foundTarget(route), vpc: route[3].facts.vpc }
  return consoleUrl(view, about, signIn?.startUrl ?? null)
}

/** Where a link leads; null when its tunnel is gone. */
function urlOf(snapshot: Snapshot, link: ParsedCallInput<'link.open'>): string | null {
  switch (link.to) {
    case 'documentation':
      return documentation[link.page]
    case 'page':
      return link.url
    case 'console':
      return tunnelPage(snapshot, link.tunnel, link.page)
  }
}

/** What a window may do with the app itself. */
export function createAppHandlers(deps: AppHandlerDeps): AppHandlers {
  const { snapshot, settings, browser, folders, loginItem } = deps
  return {
    'app.snapshot': async () => ok(snapshot()),
    'app.dismissNotice': async ({ id }) => {
      deps.dismissNotice(id)
      return ok(undefined)
    },
    'app.revealFolder': async ({ folder }) => {
      await shell.openPath(folders[folder])
      return ok(undefined)
    },
    'app.startAtLogin': async ({ wish }) => await loginItem.set(wish),
    'app.keepRunning': async () => {
      deps.keepRunning()
      return ok(undefined)
    },
    'settings.change': async (part) => await settings.change(part),
    'clipboard.write': async ({ text }) => {
      // A promise since Electron 44, nothing before.
      await clipboard.writeText(text)
      return ok(undefined)
    },
    'link.open': async (link) => {
      const url = urlOf(snapshot(), link)
      if (url === null) return fail('TUNNEL_UNKNOWN', {})
      await browser.open(url)
      return ok(undefined)
    },
    'window.close': async () => {
      deps.closeWindow()
      return ok(undefined)
    },
    'window.drawn': async () => {
      deps.windowDrawn()
      return ok(undefined)
    },
    'window.follow': async () => ok([...deps.follow()]),
  }
}
