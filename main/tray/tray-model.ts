import { deviceName } from '#domain/mfa/code.ts'
import { isOpen } from '#domain/mfa/question.ts'
import { outstandingOf } from '#domain/ending/outstanding.ts'
import { usedSignIns } from '#domain/profile/profile.ts'
import { signInName } from '#domain/console-sign-in/console-session.ts'
import type { MfaView } from '#contract/mfa.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { environmentName } from '#words/environment-name.ts'
import type { Messages } from '#words/messages.ts'
import { spanText } from '#words/span.ts'
import { outstandingText } from '#words/waits-to-quit.ts'
import { titleCase } from '#words/title-case.ts'
import type { TrayItem } from './tray-item.ts'
import { tunnelItem } from './tray-tunnel.ts'

export type TrayIcon = 'idle' | 'armed' | 'open' | 'attention'

/** The whole tray: icon, tooltip, menu. */
export interface TrayModel {
  readonly icon: TrayIcon
  readonly tooltip: string
  readonly items: readonly TrayItem[]
}

const separator: TrayItem = { kind: 'separator' }

/** Items of one environment that are shown before the rest goes under "n more". */
const groupLimit = 8

/** Items that "n more" has room for; a menu is no place to look for one of hundreds, and takes long to build. */
const moreLimit = 16

function signInItems(snapshot: Snapshot, words: Messages, now: number): readonly TrayItem[] {
  return snapshot.signIns.map(({ session, status }): TrayItem => {
    switch (status.kind) {
      case 'signed-in': {
        const left = status.renewable ? '' : ` · ${words.signIn.left(spanText(words, status.expiresAt - now))}`
        return { kind: 'heading', label: `${signInName(session.name)}${left}` }
      }
      case 'waiting-browser':
      case 'waiting-device-code':
        return { kind: 'heading', label: `${signInName(session.name)} · ${words.signIn.identity.waiting}` }
      case 'signed-out':
        return { kind: 'heading', label: `${signInName(session.name)} · ${words.signIn.identity.signedOut}` }
      case 'failed':
        return { kind: 'heading', label: `${signInName(session.name)} · ${words.signIn.identity.failed}` }
    }
  })
}

/** Devices whose code is asked for, or was and nobody gave one: the same line as a sign-in has. */
const needsCode = ({ status }: MfaView): boolean => isOpen(status) || status.kind === 'failed'

function codeItems({ mfaDevices }: Snapshot, words: Messages): readonly TrayItem[] {
  return mfaDevices
    .filter(needsCode)
    .map(({ serial }) => ({ kind: 'heading', label: `${deviceName(serial)} · ${words.mfa.waiting}` }))
}

function codeActions({ mfaDevices }: Snapshot, words: Messages): readonly TrayItem[] {
  return mfaDevices.filter(needsCode).map(({ id, serial }) => {
    const label = words.mfa.tray(deviceName(serial))
    return { kind: 'action', label, action: { do: 'enter-code', device: id } }
  })
}

const isLive = ({ status }: TunnelView): boolean =>
  hasOpenSession(status) || status.kind === 'connecting' || status.kind === 'reconnecting'

/** What runs must not be folded away: it comes first, each part in its saved order. */
function liveFirst(tunnels: readonly TunnelView[]): readonly TunnelView[] {
  return [...tunnels.filter(isLive), ...tunnels.filter((tunnel) => !isLive(tunnel))]
}

function tunnelGroups(snapshot: Snapshot, words: Messages): readonly TrayItem[] {
  return snapshot.environments.flatMap((environment): readonly TrayItem[] => {
    const group = snapshot.tunnels.filter((view) => view.definition.environment === environment.id)
    if (group.length === 0) return []
    const ordered = liveFirst(group)
    const itemsOf = (views: readonly TunnelView[]): readonly TrayItem[] =>
      views.map((view) => tunnelItem(view, words, snapshot.app.platform))
    const rest = ordered.slice(groupLimit)
    const left = rest.length - moreLimit
    const inWindow: readonly TrayItem[] =
      left > 0 ? [separator, { kind: 'action', label: words.tray.inWindow(left), action: { do: 'open' } }] : []
    const more: TrayItem = {
      kind: 'submenu',
      label: words.tray.more(rest.length),
      items: [...itemsOf(rest.slice(0, moreLimit)), ...inWindow],
    }
    return [
      { kind: 'heading', label: environmentName(environment, words) },
      ...itemsOf(ordered.slice(0, groupLimit)),
      ...(rest.length === 0 ? [] : [more]),
      separator,
    ]
  })
}

function armEnvironment(snapshot: Snapshot, words: Messages): TrayItem {
  const present = snapshot.environments.filter(({ id }) =>
    snapshot.tunnels.some((view) => view.definition.environment === id),
  )
  const items = present.map((environment): TrayItem => {
    const label = environmentName(environment, words)
    return { kind: 'action', label, action: { do: 'arm-environment', environment: environment.id } }
  })
  return { kind: 'submenu', label: words.tray.armEnvironment, items }
}

function trayIcon(snapshot: Snapshot): TrayIcon {
  const kinds = new Set(snapshot.tunnels.map((view) => view.status.kind))
  const sessions = snapshot.signIns.map(({ session }) => session)
  const used = usedSignIns(snapshot.tunnels, sessions)
  const failed = snapshot.signIns.some(({ session, status }) => status.kind === 'failed' && used.has(session.name))
  if (kinds.has('failed') || failed || snapshot.mfaDevices.some(needsCode)) return 'attention'
  if (snapshot.tunnels.some(({ status }) => hasOpenSession(status))) return 'open'
  if (kinds.has('connecting') || kinds.has('reconnecting')) return 'open'
  if (kinds.has('armed') || kinds.has('unknown')) return 'armed'
  return 'idle'
}

function inPlatformCase(items: readonly TrayItem[]): readonly TrayItem[] {
  return items.map((item): TrayItem => {
    switch (item.kind) {
      case 'separator':
      case 'heading':
      case 'target':
        return item
      case 'action':
        return { ...item, label: titleCase(item.label) }
      case 'tunnel':
        // Its label is a name the user gave; only the app's own words change.
        return { ...item, items: inPlatformCase(item.items) }
      case 'submenu':
        return { ...item, label: titleCase(item.label), items: inPlatformCase(item.items) }
    }
  })
}

/** Targets that somebody wants at hand; a shell on each is opened without looking for it. */
export interface TargetsAtHand {
  readonly favourites: readonly TargetAtHand[]
  /** Opened last, newest first. */
  readonly recent: readonly TargetAtHand[]
}

/** `request`: null where the target must be looked for, as the container of a service. */
export interface TargetAtHand {
  readonly key: string
  readonly name: string
  readonly account: string
  readonly request: ShellRequest | null
}

export const nothingAtHand: TargetsAtHand = { favourites: [], recent: [] }

function openShell({ favourites, recent }: TargetsAtHand, words: Messages): TrayItem {
  const itemOf = ({ name, account, request }: TargetAtHand): TrayItem => ({
    kind: 'target',
    label: `${name} · ${account}`,
    action: { do: 'open-shell', request },
  })
  const keys = new Set(favourites.map(({ key }) => key))
  const parts = [favourites.slice(0, groupLimit), recent.filter(({ key }) => !keys.has(key))]
  const choose: TrayItem = {
    kind: 'action',
    label: words.tray.chooseTarget,
    action: { do: 'open-shell', request: null },
  }
  const items = parts.flatMap((part) => (part.length === 0 ? [] : [...part.map(itemOf), separator]))
  return { kind: 'submenu', label: words.tray.openShell, items: [...items, choose] }
}

/** While the app waits for its end, the way back stands where Quit stands, which asks again. */
function quitItems(snapshot: Snapshot, words: Messages): readonly TrayItem[] {
  const quit: TrayItem = { kind: 'action', label: words.menu.quit, action: { do: 'quit' } }
  if (!snapshot.app.quitsWhenFinished) return [quit]
  const left = outstandingText(outstandingOf(snapshot), words)
  return [
    separator,
    { kind: 'heading', label: words.ending.waitsToQuit(left) },
    { kind: 'action', label: words.ending.keepRunning, action: { do: 'keep-running' } },
    quit,
  ]
}

/** Draws the tray from main's truth. Pure: the same snapshot at the same time gives the same menu. */
export function trayModel(
  snapshot: Snapshot,
  words: Messages,
  now: number,
  atHand: TargetsAtHand = nothingAtHand,
): TrayModel {
  const icon = trayIcon(snapshot)
  const signIns = snapshot.signIns.map(({ session, status }): TrayItem => {
    const label = status.kind === 'signed-in' ? words.tray.signInAgain : words.signIn.identity.addFirst
    const which = snapshot.signIns.length > 1 ? `${label} (${signInName(session.name)})` : label
    return { kind: 'action', label: which, action: { do: 'sign-in', session: session.name } }
  })
  const heads = [...signInItems(snapshot, words, now), ...codeItems(snapshot, words)]
  const shells = openShell(atHand, words)
  const stopAll: readonly TrayItem[] = [
    shells,
    armEnvironment(snapshot, words),
    { kind: 'action', label: words.tray.stopAll, action: { do: 'stop-all' } },
    separator,
  ]
  const groups = tunnelGroups(snapshot, words)
  const items: readonly TrayItem[] = [
    ...heads,
    ...(heads.length > 0 ? [separator] : []),
    ...(groups.length > 0
      ? [...groups, ...stopAll]
      : [{ kind: 'heading' as const, label: words.tunnels.emptyTitle }, shells, separator]),
    { kind: 'action', label: words.tray.open, action: { do: 'open' } },
    ...codeActions(snapshot, words),
    ...signIns,
    ...quitItems(snapshot, words),
  ]
  return {
    icon,
    tooltip: words.tray.tooltip[icon],
    items: snapshot.app.platform === 'darwin' ? inPlatformCase(items) : items,
  }
}
