import './frame.css'
import { isOpen } from '#domain/mfa/question.ts'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { TunnelsScreen } from '../features/tunnels/tunnels-screen.tsx'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { Announcer } from './announcer.tsx'
import { useAccountUse } from '../app/account-use.ts'
import { useAppearance } from '../app/appearance.ts'
import { useGlobalKeys } from '../app/global-keys.ts'
import { useNavigation } from '../app/navigation.ts'
import {
  ServicesContext,
  SnapshotContext,
  WordsContext,
  useServices,
  useSnapshot,
  useTunnel,
  useView,
  type Services,
} from '../app/services.ts'
import {
  AccountsScreen,
  CodeWindow,
  DetailPanel,
  FailurePage,
  FirstRun,
  HistoryScreen,
  ProxyWindow,
  loadLaterParts,
  RecordingsScreen,
  SessionsScreen,
  SettingsScreen,
  SignInScreen,
} from './later-parts.ts'
import { Overlays } from './overlays.tsx'
import { Dock, Shells, Terminal } from './shells.tsx'
import { Sidebar } from './sidebar.tsx'
import { Toaster } from './toaster.tsx'
import type { Screen } from '../app/view-store.ts'

/** Milliseconds after the first drawing: whoever goes somewhere then does not wait for it. */
const loadLaterMs = 1_000

/** Says once that the first snapshot can be seen: two frames after it was laid out. */
function useDrawn(): void {
  const { client } = useServices()
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => void client.call('window.drawn'))
    })
    return () => cancelAnimationFrame(frame)
  }, [client])
}

/** Loads what the first look did without. */
function useLaterParts(): void {
  useEffect(() => {
    const timer = setTimeout(() => void loadLaterParts(), loadLaterMs)
    return () => clearTimeout(timer)
  }, [])
}

/** Accounts are read again whenever who is signed in changes. */
function useFreshProfiles(): void {
  const { profiles } = useServices()
  const { signIns } = useSnapshot()
  const key = signIns.map((signIn) => `${signIn.session.name}:${signIn.status.kind}`).join('|')
  useEffect(() => void profiles.refresh(), [profiles, key])
}

/** The screen to draw: before anything is set up it is the first run, whatever was asked for. */
function useScreen(): Screen {
  const { tunnels, signIns } = useSnapshot()
  const screen = useView((state) => state.screen)
  const usesConfig = useView((state) => state.usesConfig)
  const isAnywhere = ['settings', 'accounts', 'shells', 'history', 'recordings', 'at-aws', 'sign-in'].includes(
    screen.name,
  )
  if (isAnywhere || tunnels.length > 0) return screen
  if (usesConfig || signIns.some((signIn) => signIn.status.kind === 'signed-in')) return screen
  const running = signIns.find(({ status }) => status.kind !== 'signed-out')
  return running === undefined ? { name: 'first-run' } : { name: 'sign-in', session: running.session.name }
}

function ChosenTunnel() {
  const current = useView((state) => state.current)
  // With several selected there is not one to show, and the panel would lie over the bar that says what can be done with them.
  const panelOpen = useView((state) => state.panelOpen && state.chosen.length === 0)
  const tunnel = useTunnel(current)
  return panelOpen && tunnel !== null ? <DetailPanel tunnel={tunnel} /> : null
}

function Tunnels() {
  return <TunnelsScreen panel={<ChosenTunnel />} dock={<Dock />} />
}

function Failure({ id }: { readonly id: string }) {
  const tunnel = useTunnel(id)
  return tunnel === null ? <Tunnels /> : <FailurePage tunnel={tunnel} />
}

function Main({ screen }: { readonly screen: Exclude<Screen, { name: 'sign-in' | 'first-run' }> }) {
  return (
    <>
      <Sidebar />
      <main className="main">
        {screen.name === 'tunnels' ? <Tunnels /> : null}
        {screen.name === 'shells' ? <Shells /> : null}
        {screen.name === 'accounts' ? <AccountsScreen /> : null}
        {screen.name === 'settings' ? <SettingsScreen terminal={<Terminal />} /> : null}
        {screen.name === 'recordings' ? <RecordingsScreen open={screen.open} /> : null}
        {screen.name === 'history' ? <HistoryScreen /> : null}
        {screen.name === 'at-aws' ? <SessionsScreen /> : null}
        {screen.name === 'failure' ? <Failure id={screen.id} /> : null}
      </main>
    </>
  )
}

function Shown({ screen }: { readonly screen: Screen }) {
  switch (screen.name) {
    case 'first-run':
      return <FirstRun />
    case 'sign-in':
      return <SignInScreen session={screen.session} starting={screen.starting === true} />
    default:
      return <Main screen={screen} />
  }
}

function Window() {
  useDrawn()
  useLaterParts()
  useNavigation()
  useFreshProfiles()
  useAccountUse()
  useGlobalKeys()
  const screen = useScreen()
  return (
    <div className="window">
      <Shown screen={screen} />
      <Overlays />
      <Toaster />
      <Announcer />
    </div>
  )
}

/** Main opens the same page in a small window while the other one is closed, to ask for a code, or for a proxy's sign-in, alone. */
const isCodeWindow = (): boolean => window.location.hash === '#code'

function QuestionWindow() {
  const { mfaDevices } = useSnapshot()
  return mfaDevices.some(({ status }) => isOpen(status)) ? <CodeWindow /> : <ProxyWindow />
}

function Projected() {
  const { snapshots, view } = useServices()
  const snapshot = useStore(snapshots, (state) => state.snapshot)
  const sidebarHidden = useStore(view, (state) => state.sidebarHidden)
  const language = chooseLanguage(
    snapshot?.settings.language ?? 'system',
    snapshot?.app.systemLanguage ?? navigator.language,
  )
  const words = useMemo(() => ({ words: messagesOf(language), language }), [language])
  useAppearance({
    theme: snapshot?.settings.theme ?? 'system',
    language,
    platform: snapshot?.app.platform ?? 'linux',
    sidebarHidden,
  })
  if (snapshot === null) return <div className="window" aria-busy="true" />
  return (
    <WordsContext value={words}>
      <SnapshotContext value={snapshot}>{isCodeWindow() ? <QuestionWindow /> : <Window />}</SnapshotContext>
    </WordsContext>
  )
}

/** The whole page over its services. */
export function App({ services }: { readonly services: Services }) {
  return (
    <ServicesContext value={services}>
      <Projected />
    </ServicesContext>
  )
}
