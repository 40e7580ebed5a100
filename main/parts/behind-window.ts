import type { CallHandlers, Destination } from '#contract/calls.ts'
import type { HandWatch } from '#core/app/production/hand-watch.ts'
import { chooseLanguage, messagesOf, type Language, type Messages } from '#words/messages.ts'
import { activityWordsOf } from '#words/activity/activity-words.ts'
import { answerCall } from '../contract-server/answer-call.ts'
import type { Answer, Dropped } from '../contract-server/contract-server.ts'
import { createShellLayoutStore } from '#core/store/shell-layout-store.ts'
import { choosePlugin } from '../dialogs/choose-plugin.ts'
import { createConfigHandlers } from '../handlers/config-handlers.ts'
import { createAppHandlers } from '../handlers/app-handlers.ts'
import { createDropHandler } from '../handlers/file-handlers.ts'
import { createReachHandlers } from '../handlers/reach-handlers.ts'
import { createLicenceHandlers } from '../handlers/licence-handlers.ts'
import { createPluginHandlers } from '../handlers/plugin-handlers.ts'
import { createSshHandlers } from '../handlers/ssh-handlers.ts'
import { createRelabelling } from '#core/app/production/relabelling.ts'
import { createSignInHandlers } from '../handlers/sign-in-handlers.ts'
import { createShellLayoutHandlers } from '../handlers/shell-layout-handlers.ts'
import { foldersOf } from '../paths.ts'
import { createPageNavigation, type PageNavigation } from '../window/page-navigation.ts'
import { createLoginItem } from '../system/login-item.ts'
import { createLoginItemFacts, type LoginItemFacts } from './login-item-facts.ts'
import type { StopStep } from '../system/stop-in-order.ts'
import { startControlPlane, type ControlPlane, type ControlPlaneOptions } from './control-plane.ts'
import { startShowing, type Shown } from './showing.ts'
import { createEndings } from './ending-parts.ts'
import { activityHandlersOf } from './activity-parts.ts'
import { networkHandlersOf } from './network-parts.ts'
import { openSessionHandlersOf } from './open-session-parts.ts'
import { startSsh, type SshParts } from './ssh-parts.ts'
import { recordingHandlersOf } from './recording-calls.ts'
import { targetHandlersOf } from './target-parts.ts'
import { tunnelHandlersOf } from './tunnel-parts.ts'

/** What the rest of the app needs of its first part. */
export interface BehindWindowOptions
  extends ControlPlaneOptions, Pick<Shown, 'window' | 'openCodeWindow' | 'build' | 'gate'> {
  /** Told when the page shows its first snapshot. */
  drawn(): void
  readonly giveStream: Shown['server']['giveStream']
  /** Tells a page that follows where to go. */
  navigate(to: Destination): void
  readonly hands: HandWatch
}

/** The app behind its window. */
export interface BehindWindow {
  readonly answer: Answer
  readonly dropped: Dropped
  /** What main says itself, in the language of the window. */
  words(): Messages
  /** Keeps window, tray and menu up to date from now on; returns how all that was started is stopped. */
  show(server: Shown['server']): readonly StopStep[]
  /** Starts what a first look at the window can do without. */
  startRest(): void
}

/** Starts all that is not the window; loaded while the window's page comes up. */
export async function startBehindWindow(options: BehindWindowOptions): Promise<BehindWindow> {
  const { window, openCodeWindow, gate, build, cloud, clock, log } = options
  const plane = await startControlPlane(options)
  plane.history.hearFiles(plane.fileParts.files)
  const loginItem = createLoginItemFacts(createLoginItem(build), plane.snapshot)
  const ssh = startSsh({ ...plane, build, clock, log })
  const navigation = createPageNavigation(window, options.navigate)
  const endings = createEndings(plane, gate, clock)
  const handlers = handlersOf(plane, { loginItem, ssh, navigation, endings }, options)
  return {
    answer: (name, input, caller) =>
      answerCall(handlers, name, input, caller, (reason, fields) => log.warn(reason, fields)),
    dropped: createDropHandler(plane.fileParts.files),
    words: () => wordsOf(plane),
    show: (server) => [
      { name: 'ssh', stop: ssh.dispose, deadlineMs: 100 },
      ...startShowing(plane, {
        ...{ window, openCodeWindow, server, build, cloud, clock, loginItem, gate, endings },
        navigate: navigation.lead,
      }),
    ],
    startRest: plane.startRest,
  }
}

/** What main says itself, in the language of the window. */
const wordsOf = (plane: ControlPlane): Messages => messagesOf(languageOf(plane))

function languageOf({ settings, snapshot }: ControlPlane): Language {
  return chooseLanguage(settings.current().language, snapshot.current().app.systemLanguage)
}

/** What the window's calls reach beside the control plane. */
interface WindowParts extends Pick<Shown, 'endings'> {
  readonly loginItem: LoginItemFacts
  readonly ssh: SshParts
  readonly navigation: PageNavigation
}

/** Everything a window may ask for. */
function handlersOf(
  plane: ControlPlane,
  { loginItem, ssh, navigation, endings }: WindowParts,
  { paths, window, drawn, giveStream, log, clock, hands }: BehindWindowOptions,
): CallHandlers {
  const { settings, identity, snapshot, targets, shells, fileParts } = plane
  const relabel = createRelabelling({ targets, desks: [shells, fileParts.files] })
  return {
    ...createAppHandlers({
      snapshot: () => snapshot.current(),
      dismissNotice: (id) => snapshot.dismissNotice(id),
      settings,
      browser: plane.browser,
      folders: foldersOf(paths),
      loginItem,
      keepRunning: endings.keepRunning,
      closeWindow: () => window.current()?.close(),
      ...{ windowDrawn: drawn, follow: navigation.follow },
    }),
    ...createLicenceHandlers(paths.licences),
    ...createSignInHandlers(identity),
    ...createConfigHandlers(identity.additions),
    ...createPluginHandlers({
      settings,
      check: () => plane.finder.check(),
      choose: (first) => choosePlugin(wordsOf(plane).settings.choosePlugin, first),
    }),
    ...createSshHandlers({ setup: ssh.setup, settings, folder: ssh.folder }),
    ...targetHandlersOf({ plane, clock, hands, giveStream, relabel, language: () => languageOf(plane) }),
    ...openSessionHandlersOf(plane, clock),
    ...networkHandlersOf(plane, clock, () => languageOf(plane)),
    ...activityHandlersOf(plane.history, clock, () => activityWordsOf(languageOf(plane)).history.export),
    ...recordingHandlersOf(plane, () => languageOf(plane)),
    ...createShellLayoutHandlers(createShellLayoutStore(paths.shellLayout, log)),
    ...tunnelHandlersOf(plane, relabel, () => wordsOf(plane)),
    ...createReachHandlers(plane),
  }
}
