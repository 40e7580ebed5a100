import { useMemo } from 'react'
import type { CallOutput } from '#contract/calls.ts'
import type { AccessRequest } from '#domain/access-request/access-request.ts'
import { shellRequestOf, targetRequestOf } from '#domain/access-request/shell-request.ts'
import { tunnelRequestOf } from '#domain/access-request/tunnel-request.ts'
import { keepOpen, openConnections } from '#domain/ending/ending.ts'
import { fail } from '#domain/result.ts'
import type { Ending } from '#contract/ending.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SignInMethod, SsoSession } from '#contract/sign-in.ts'
import type { ShellRequest, ShellView } from '#contract/shells.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Messages } from '#words/messages.ts'
import { environmentOf } from '#domain/environments.ts'
import { environmentName } from '#words/environment-name.ts'
import { letterOf } from '#words/letter/letter.ts'
import { problemText } from '#words/problem-text.ts'
import { useServices, useWords, type Services } from './services.ts'
import { severalActions } from './several.ts'
import type { Call } from './call.ts'
import { fileActions } from './file-actions.ts'
import { remedyAction } from './remedy-action.ts'
import { shellActions } from './shell-actions.ts'
import type { FormFocus, PendingEnd, Screen } from './view-store.ts'

/** What the user can cause; every failure of a call becomes a toast with its headline. */
export type Actions = ReturnType<typeof createActions>

function createReport({ toasts }: Services, words: Messages): (problem: Problem) => void {
  return (problem) => toasts.show('failed', problemText(problem, words, {}).headline)
}

function createCall({ client }: Services, report: (problem: Problem) => void): Call {
  return async (name, ...input) => {
    // A bridge that throws is a bug on the other side; the user is told the same way as for any failure.
    const answer: Result<CallOutput<typeof name>> = await client.call(name, ...input).catch(() => fail('INTERNAL', {}))
    if (answer.ok) return answer.value
    report(answer.error)
    return null
  }
}

function clipboardActions(call: Call, { toasts, snapshots, view }: Services, words: Messages) {
  const copy = async (text: string, said: string = words.copied(text)): Promise<void> => {
    if ((await call('clipboard.write', { text })) !== null) toasts.show('done', said)
  }
  const copyDiagnostics = async (id: string): Promise<void> => {
    const answer = await call('tunnel.diagnostics', { id })
    if (answer !== null) await copy(answer.text, words.tunnels.failure.diagnosticsCopied)
  }
  const showLetter = (request: AccessRequest, environment: string | null): void => {
    const environments = snapshots.getState().snapshot?.environments ?? []
    const called = environment && environmentName(environmentOf(environments, environment), words)
    view.setState({ overlay: { name: 'request', text: letterOf(request, called, words.letter) } })
  }
  /** Shows the letter to whoever can cure the tunnel's problem; copies the diagnostics, where no letter would help. */
  const showRequest = (tunnel: TunnelView): void => {
    const request = tunnelRequestOf(tunnel, Date.now())
    if (request === null) return void copyDiagnostics(tunnel.id)
    showLetter(request, tunnel.definition.environment)
  }
  /** The same for a shell; nothing where no letter would help. */
  const showShellRequest = (shell: ShellView): void => {
    const request = shellRequestOf(shell)
    if (request !== null) showLetter(request, shell.request.environment)
  }
  /** The same for what was refused on a target without a shell. */
  const showTargetRequest = (wish: ShellRequest, problem: Problem): void => {
    const request = targetRequestOf(wish, problem, Date.now())
    if (request !== null) showLetter(request, wish.environment)
  }
  return { copy, copyDiagnostics, showRequest, showShellRequest, showTargetRequest }
}

type Ends = ReturnType<typeof endingActions>

/** Orders that may end open connections: main says whether they do, and then the person is asked, once. */
function endingActions(report: (problem: Problem) => void, { client, snapshots, view }: Services) {
  const send = ({ id, ...what }: PendingEnd, ending: Ending): Promise<Result<void>> => {
    switch (what.order) {
      case 'disarm':
        return client.call('tunnel.disarm', { id, ending })
      case 'disconnect':
        return client.call('tunnel.disconnect', { id, ending })
      case 'another-match':
        return client.call('tunnel.anotherMatch', { id, ending })
      case 'remove':
        return client.call('tunnel.remove', { id, ending })
      case 'change':
        return client.call('tunnel.change', { id, ending, draft: what.draft })
    }
  }
  /** `ending`: what the person has agreed to. */
  const end = async (asked: PendingEnd, ending: Ending = keepOpen): Promise<'done' | 'asks' | 'failed'> => {
    const answer: Result<void> = await send(asked, ending).catch(() => fail('INTERNAL', {}))
    const asks = !answer.ok && answer.error.code === 'CONNECTIONS_OPEN'
    view.setState({ pendingEnd: asks ? asked : null })
    if (answer.ok) return 'done'
    if (!asks) report(answer.error)
    return asks ? 'asks' : 'failed'
  }
  return {
    end,
    keepAll: () => view.setState({ pendingEnd: null }),
    wouldEnd: (id: string): boolean => {
      const tunnels = snapshots.getState().snapshot?.tunnels.filter((tunnel) => tunnel.id === id) ?? []
      return openConnections(tunnels) > 0
    },
  }
}

function tunnelActions(call: Call, ends: Ends, { view }: Services) {
  return {
    ...ends,
    listen: (id: string, on: 'on' | 'off') =>
      void (on === 'on' ? call('tunnel.arm', { id }) : ends.end({ order: 'disarm', id })),
    connect: (id: string) => void call('tunnel.connect', { id }),
    expose: (id: string) => void call('tunnel.expose', { id }),
    conceal: (id: string) => void call('tunnel.conceal', { id }),
    disconnect: (id: string) => void ends.end({ order: 'disconnect', id }),
    remove: async (id: string): Promise<void> => {
      view.setState({ overlay: null })
      await ends.end({ order: 'remove', id })
    },
    newTunnel: (from: string | null = null) => view.setState({ overlay: { name: 'new-tunnel', from } }),
    pasteTunnel: () => view.setState({ overlay: { name: 'new-tunnel', from: null, starts: 'paste' } }),
    edit: (id: string, focus: FormFocus = 'name') => view.setState({ overlay: { name: 'edit-tunnel', id, focus } }),
    askToRemove: (id: string) =>
      ends.wouldEnd(id)
        ? view.setState({ pendingEnd: { order: 'remove', id } })
        : view.setState({ overlay: { name: 'remove-tunnel', id } }),
    closeOverlay: () => view.setState({ overlay: null }),
  }
}

const isOwnCancel = ({ code }: Problem): boolean => code === 'SIGN_IN_CANCELLED'

function signInActions(call: Call, report: (problem: Problem) => void, { client, snapshots, view }: Services) {
  const statusOf = (session: string): string | undefined =>
    snapshots.getState().snapshot?.signIns.find((signIn) => signIn.session.name === session)?.status.kind
  /** Asks for a device's code; the question shows itself. Who closes it knows it. */
  const enterCode = async (device: string): Promise<void> => {
    const answer = await client.call('mfa.start', { device })
    if (!answer.ok && answer.error.code !== 'MFA_NOT_ANSWERED') report(answer.error)
  }
  return {
    /** `from`: where whoever cancels wants to be again. */
    signIn: async (session: string, method?: SignInMethod, from: 'form' | 'list' = 'list'): Promise<void> => {
      const shown: Screen = { name: 'sign-in', session, ...(from === 'form' ? { typed: true } : {}) }
      view.setState({ screen: { ...shown, starting: true } })
      const answer = await client.call('signIn.start', method === undefined ? { session } : { session, method })
      const now = view.getState().screen
      if (now.name === 'sign-in' && now.session === session) view.setState({ screen: shown })
      // Who cancels knows it. A failed sign-in has its own page; a toast beside it would say the same twice.
      const isToldElsewhere = !answer.ok && (isOwnCancel(answer.error) || statusOf(session) === 'failed')
      if (!answer.ok && !isToldElsewhere) report(answer.error)
    },
    renew: async (session: string): Promise<void> => {
      const answer = await client.call('signIn.start', { session })
      if (!answer.ok && !isOwnCancel(answer.error)) report(answer.error)
    },
    signOut: (session: string) => void call('signIn.signOut', { session }),
    removeSignIn: (session: string) => void call('signIn.remove', { session }),
    /** Ends the sign-in, and goes back to where it was begun: to the address that was typed, else to the list. */
    cancelSignIn: (session: string): void => {
      const { screen } = view.getState()
      const typed = screen.name === 'sign-in' && screen.typed === true
      view.setState({ screen: typed ? { name: 'sign-in', session: null } : { name: 'tunnels' } })
      void call('signIn.cancel', { session })
    },
    openSignInPage: (session: string) => void call('signIn.openPage', { session }),
    enterCode,
    enterCodeFor: ({ details }: Problem) => ('device' in details ? void enterCode(details.device) : undefined),
    addSignIn: () => view.setState({ screen: { name: 'sign-in', session: null } }),
  }
}

function sessionsOf({ snapshots }: Services): readonly SsoSession[] {
  return snapshots.getState().snapshot?.signIns.map(({ session }) => session) ?? []
}

/** Builds the actions over the page's services. */
function createActions(services: Services, words: Messages) {
  const report = createReport(services, words)
  const call = createCall(services, report)
  const clipboard = clipboardActions(call, services, words)
  const tunnels = tunnelActions(call, endingActions(report, services), services)
  const signIns = signInActions(call, report, services)
  const show = (screen: Screen): void => services.view.setState({ screen })
  const shells = shellActions(services)
  const files = fileActions(services, report)
  const remedy = remedyAction({
    call,
    view: services.view,
    clipboard,
    tunnels,
    signIns,
    sessions: () => sessionsOf(services),
  })
  return {
    call,
    show,
    remedy,
    ...clipboard,
    ...tunnels,
    ...severalActions(call, services),
    ...signIns,
    ...shells,
    ...files,
  }
}

export function useActions(): Actions {
  const services = useServices()
  const words = useWords()
  return useMemo(() => createActions(services, words), [services, words])
}
