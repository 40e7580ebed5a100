import { clipboard, type BrowserWindow } from 'electron'
import type { Clock } from '#domain/clock/clock.ts'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { runProgram } from '#core/system/run-program.ts'
import type { ContractServer } from '../contract-server/contract-server.ts'
import { createLivesOnNote, type LivesOnNote } from '../notifications/lives-on.ts'
import { followAccess } from '../notifications/access-notices.ts'
import { tellTrouble } from '../notifications/client-notices.ts'
import { createTunnelNotices } from '../notifications/tunnel-notices.ts'
import { documentation } from '#domain/links/documentation.ts'
import { watchScreenReader } from '../system/screen-reader.ts'
import type { QuitGate } from '../system/quit-gate.ts'
import type { Build, Cloud } from '../system/build.ts'
import type { StopStep } from '../system/stop-in-order.ts'
import type { EndingOrders } from '../tray/ending-orders.ts'
import { followAtHand } from '../tray/targets-at-hand.ts'
import { createLiveTray } from '../tray/live-tray.ts'
import { findWayBack } from '../system/way-back.ts'
import { showApplicationMenu } from '../window/application-menu.ts'
import { createCodeAsker } from '../window/code-asker.ts'
import type { MenuActions } from '../window/menu-template.ts'
import type { PageNavigation } from '../window/page-navigation.ts'
import type { WindowKeeper } from '../window/window-keeper.ts'
import type { ControlPlane } from './control-plane.ts'
import type { LoginItemFacts } from './login-item-facts.ts'
import { watchWorld } from './watch-world.ts'

/** What shows the control plane, and the clock that the tray counts with. */
export interface Shown {
  readonly window: WindowKeeper
  /** Opens the small window that asks for a code. */
  openCodeWindow(): BrowserWindow
  readonly navigate: Navigate
  readonly server: ContractServer
  readonly build: Build
  readonly cloud: Cloud
  readonly clock: Clock
  readonly gate: Pick<QuitGate, 'open' | 'asksBy'>
  readonly endings: EndingOrders
  readonly loginItem: Pick<LoginItemFacts, 'watch'>
}

/** Joins the control plane with what shows it; returns how both are stopped. */
export function startShowing(plane: ControlPlane, { cloud, ...shown }: Shown): readonly StopStep[] {
  const joined = joinWindow(plane, shown)
  const stopPower = watchWorld(plane, cloud)
  return [
    { name: 'power', stop: stopPower, deadlineMs: 100 },
    ...plane.stopSteps,
    { name: 'tray', stop: () => joined.dispose(), deadlineMs: 100 },
    { name: 'snapshot', stop: () => plane.snapshot.dispose(), deadlineMs: 100 },
  ]
}

type Navigate = PageNavigation['lead']

/** Joins the window, the tray and the menu with what there is to show. */
function joinWindow(
  plane: ControlPlane,
  { window, openCodeWindow, navigate, server, build, clock, loginItem, gate, endings }: Omit<Shown, 'cloud'>,
): { dispose(): void } {
  const { supervisor, snapshot, targets, recordings } = plane
  const notices = createTunnelNotices({
    isWatched: () => window.current()?.isFocused() ?? false,
    clicked: (id) => navigate({ to: 'tunnel', id }),
  })
  const livesOn = livesOnNoteOf(plane)
  const stops = [
    gate.asksBy(() => void endings.quit()),
    loginItem.watch(),
    watchScreenReader((screenReader) => snapshot.setApp({ screenReader })),
    window.onClosed(() => livesOn.windowClosed()),
    snapshot.onUpdate((update) => server.tell('snapshot.update', update)),
    supervisor.onTraffic((report) => server.tell('traffic', report)),
    targets.onUpdate((update) => server.tell('targets', update)),
    plane.identity.profiles.onPart((part) => server.tell('profile.part', part)),
    recordings.onChange(() => server.tell('recordings.changed', undefined)),
    supervisor.onClientTrouble((trouble) => tellTrouble(trouble, snapshot.current(), notices)),
    followAccess({ access: plane.access, clock, snapshot: () => snapshot.current(), show: notices.show }),
    showApplicationMenu(snapshot, build, menuActionsOf(plane, navigate, endings)),
  ]
  const codes = createCodeAsker({ mfa: plane.identity.mfa, proxies: plane.proxies, window, open: openCodeWindow })
  const tray = trayOf(plane, { clock, window, navigate, endings, showCode: codes.show })
  return {
    dispose() {
      for (const stop of stops) stop()
      endings.keepRunning()
      notices.dispose()
      codes.dispose()
      tray.dispose()
    },
  }
}

interface TrayParts extends Pick<Shown, 'clock' | 'window'> {
  readonly navigate: Navigate
  readonly endings: EndingOrders
  /** Brings the question for a code to the front. */
  showCode(): void
}

/** The tray, and what its menu does. */
function trayOf(
  { identity, supervisor, snapshot, targets }: ControlPlane,
  { clock, window, navigate, endings, showCode }: TrayParts,
): { dispose(): void } {
  return createLiveTray({
    ...{ snapshot, clock, atHand: followAtHand(targets) },
    actions: {
      ...{ supervisor, signIns: identity.signIns, mfa: identity.mfa, showCode },
      copy: (text: string) => void clipboard.writeText(text),
      showTunnel: (id: string) => navigate({ to: 'tunnel', id }),
      shellOn: (tunnel) => navigate({ to: 'shell-on', tunnel }),
      openShell: (request) => navigate({ to: 'shell', request }),
      showWindow: () => void window.show(),
      endings,
    },
  })
}

/** What the menu bar leads to. */
function menuActionsOf({ browser }: ControlPlane, navigate: Navigate, endings: EndingOrders): MenuActions {
  return {
    newTunnel: () => navigate({ to: 'new-tunnel' }),
    openSettings: () => navigate({ to: 'settings' }),
    showShortcuts: () => navigate({ to: 'shortcuts' }),
    showAbout: () => navigate({ to: 'about' }),
    showDocumentation: () => void browser.open(documentation.home),
    quit: () => void endings.quit(),
  }
}

/** The note that a closed window is not the end. */
function livesOnNoteOf({ settings, snapshot }: ControlPlane): LivesOnNote {
  return createLivesOnNote({
    settings,
    words: () => messagesOf(chooseLanguage(settings.current().language, snapshot.current().app.systemLanguage)),
    wayBack: () => findWayBack(process.platform, runProgram),
  })
}
