import type { TunnelView } from '#contract/snapshot.ts'
import { later } from '../ui/later.tsx'

interface OfTunnel {
  readonly tunnel: TunnelView
}

interface OfSignIn {
  readonly session: string | null
  readonly starting: boolean
}

/** What a first look does not show: screens that are gone to, and what lies over the window when something asks for it. */
const parts = {
  accounts: later(async () => (await import('../features/accounts/accounts-screen.tsx')).AccountsScreen),
  settings: later(async () => (await import('../features/settings/settings-screen.tsx')).SettingsScreen),
  history: later(async () => (await import('../features/history/history-screen.tsx')).HistoryScreen),
  sessions: later(async () => (await import('../features/sessions-at-aws/sessions-screen.tsx')).SessionsScreen),
  failure: later<OfTunnel>(async () => (await import('../features/failure/failure-page.tsx')).FailurePage),
  detail: later<OfTunnel>(async () => (await import('../features/tunnel-detail/detail-panel.tsx')).DetailPanel),
  signIn: later<OfSignIn>(async () => (await import('../features/sign-in/sign-in-screen.tsx')).SignInScreen),
  firstRun: later(async () => (await import('../features/sign-in/first-run.tsx')).FirstRun),
  tunnelOverlays: later(async () => (await import('../features/new-tunnel/tunnel-overlays.tsx')).TunnelOverlays),
  letter: later(async () => (await import('../features/request/request-letter.tsx')).RequestLetter),
  confirmEnd: later(async () => (await import('../features/ending/confirm-end.tsx')).ConfirmEnd),
  confirmEndSeveral: later(async () => (await import('../features/ending/confirm-end-several.tsx')).ConfirmEndSeveral),
  code: later(async () => (await import('../features/mfa/code-sheet.tsx')).CodeSheet),
  proxy: later(async () => (await import('../features/proxy-sign-in/proxy-sheet.tsx')).ProxySheet),
  shortcuts: later(async () => (await import('../features/shortcuts/shortcuts-sheet.tsx')).ShortcutsSheet),
}

/** Recordings and their player are loaded for those alone who go there: the terminal in them is half of the page's program. */
const recordings = later(async () => (await import('../features/recordings/recordings-screen.tsx')).RecordingsScreen)

/** What the page of a window of its own shows. */
const codeWindow = later(async () => (await import('../features/mfa/code-window.tsx')).CodeWindow)

const proxyWindow = later(async () => (await import('../features/proxy-sign-in/proxy-sheet.tsx')).ProxyWindow)

export const AccountsScreen = parts.accounts.Shown
export const SettingsScreen = parts.settings.Shown
export const HistoryScreen = parts.history.Shown
export const SessionsScreen = parts.sessions.Shown
export const FailurePage = parts.failure.Shown
export const DetailPanel = parts.detail.Shown
export const SignInScreen = parts.signIn.Shown
export const FirstRun = parts.firstRun.Shown
export const TunnelOverlays = parts.tunnelOverlays.Shown
export const RequestLetter = parts.letter.Shown
export const ConfirmEnd = parts.confirmEnd.Shown
export const ConfirmEndSeveral = parts.confirmEndSeveral.Shown
export const CodeSheet = parts.code.Shown
export const CodeWindow = codeWindow.Shown
export const ProxySheet = parts.proxy.Shown
export const ProxyWindow = proxyWindow.Shown
export const ShortcutsSheet = parts.shortcuts.Shown
export const RecordingsScreen = recordings.Shown

/** Loads everything that is a click away, so that nobody waits for it. */
export async function loadLaterParts(): Promise<void> {
  await Promise.all(Object.values(parts).map(async (part) => await part.load()))
}
