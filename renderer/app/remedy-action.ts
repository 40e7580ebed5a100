import type { ConsolePageName } from '#contract/calls.ts'
import type { Problem, Remedy } from '#contract/problem.ts'
import type { SignInMethod, SsoSession } from '#contract/sign-in.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { hopOf, remedyOf } from '#domain/problem/traits.ts'
import { signInOfTunnel } from '#domain/profile/profile.ts'
import { commandFor } from '#domain/tunnel-text/add-address.ts'
import type { Call } from './call.ts'
import { settingsFor } from './remedy-pages.ts'
import type { Services } from './services.ts'
import type { FormFocus, PendingEnd } from './view-store.ts'

/** What remedies are made of. */
interface RemedyParts {
  readonly call: Call
  readonly view: Services['view']
  readonly clipboard: { showRequest(tunnel: TunnelView): void; copy(text: string): Promise<void> }
  readonly tunnels: {
    connect(id: string): void
    edit(id: string, focus: FormFocus): void
    end(asked: PendingEnd): Promise<unknown>
    listen(id: string, on: 'on'): void
  }
  readonly signIns: {
    addSignIn(): void
    enterCodeFor(problem: Problem): void
    signIn(session: string, method?: SignInMethod): Promise<void>
  }
  /** The sign-ins there are, as they are when asked. */
  readonly sessions: () => readonly SsoSession[]
}

function consolePage(problem: Problem, way: Remedy): ConsolePageName {
  if (way === 'security-groups') return way
  const hop = hopOf(problem)
  return hop === 'session' || hop === 'endpoint' ? hop : 'target'
}

const formFocus: Partial<Record<Remedy, FormFocus>> = {
  'choose-target': 'target',
  'choose-role': 'account',
  'choose-port': 'port',
}

function editFocus(problem: Problem, way: Remedy): FormFocus {
  const hop = hopOf(problem)
  return formFocus[way] ?? (hop === 'port' ? 'port' : hop === 'endpoint' ? 'host' : 'account')
}

/** The sign-in that a problem is about, which a profile of a person's own may stand on; else that of the tunnel. Null: none is known here. */
function signInFor({ details }: Problem, tunnel: TunnelView, sessions: readonly SsoSession[]): string | null {
  const named = 'session' in details ? sessions.find(({ name }) => name === details.session) : undefined
  return (named ?? signInOfTunnel(tunnel, sessions))?.name ?? null
}

type SignInWay = Extract<Remedy, 'sign-in' | 'use-device-code' | 'enter-code'>

function signInAgain(parts: RemedyParts, problem: Problem, tunnel: TunnelView, way: SignInWay): void {
  const { tunnels, signIns } = parts
  if (way === 'enter-code') return signIns.enterCodeFor(problem)
  // There is no such sign-in on this computer: it has to be added first.
  if (problem.code === 'SIGN_IN_UNKNOWN') return signIns.addSignIn()
  const session = signInFor(problem, tunnel, parts.sessions())
  if (session === null) return tunnels.edit(tunnel.id, 'account')
  void (way === 'sign-in' ? signIns.signIn(session) : signIns.signIn(session, 'device-code'))
}

type PlaceWay = Extract<Remedy, 'open-console' | 'start-target' | 'security-groups' | 'open-folder'>

/** Shows where it can be put right, outside the app. */
function showPlace({ call }: RemedyParts, problem: Problem, tunnel: TunnelView, way: PlaceWay): void {
  if (way === 'open-folder') return void call('app.revealFolder', { folder: 'catalog' })
  void call('link.open', { to: 'console', tunnel: tunnel.id, page: consolePage(problem, way) })
}

function handOut(
  what: 'copy-command' | 'copy-request',
  problem: Problem,
  tunnel: TunnelView,
  { showRequest, copy }: RemedyParts['clipboard'],
): void {
  return what === 'copy-request' ? showRequest(tunnel) : void copy(commandFor(problem))
}

/** Does what a remedy, or another way, offers for a tunnel's problem. A port that was freed listens; the session still starts with the first client. */
export function remedyAction(parts: RemedyParts) {
  const { call, view, clipboard, tunnels } = parts
  return (problem: Problem, tunnel: TunnelView, way: Remedy = remedyOf(problem)): void => {
    const { id } = tunnel
    if (way === 'copy-request' || way === 'copy-command') return handOut(way, problem, tunnel, clipboard)
    switch (way) {
      case 'enter-code':
      case 'sign-in':
      case 'use-device-code':
        return signInAgain(parts, problem, tunnel, way)
      case 'use-identity':
        return void call('tunnel.useIdentity', { id })
      case 'edit-tunnel':
      case 'choose-target':
      case 'choose-role':
      case 'choose-port':
        return tunnels.edit(id, editFocus(problem, way))
      case 'another-match':
        return void tunnels.end({ order: way, id })
      case 'open-console':
      case 'start-target':
      case 'security-groups':
      case 'open-folder':
        return showPlace(parts, problem, tunnel, way)
      case 'check-engine':
      case 'see-network':
        return view.setState(settingsFor[way])
      case 'free-port':
        return tunnels.listen(id, 'on')
      // The route itself asks for the reason, once the tunnel tries again.
      case 'request-access':
      case 'retry':
      case 'check-network':
      case 'check-clock':
      case 'none':
        return tunnels.connect(id)
    }
  }
}
