import type { ShellRequest } from '#contract/shells.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { foundTarget } from '#domain/route/found-target.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import { letFocusGo } from './let-focus-go.ts'
import type { Services } from './services.ts'

/** The way to a tunnel's bastion: the node that was found last, else the rule that finds one. Null without a sign-in of its own. */
export function bastionOf(tunnel: TunnelView): ShellRequest | null {
  const { definition, route } = tunnel
  const profile = profileOf(tunnel)
  const id = foundTarget(route)
  const name = route[3].facts.name ?? id ?? fullName(tunnel)
  const { environment } = definition
  const { region, target: rule } = definition
  if (profile === null) return null
  const target = id !== null && /^m?i-/.test(id) ? ({ on: 'node', id } as const) : ({ on: 'rule', rule } as const)
  return { profile, region, target, program: { run: 'shell' }, name, environment, tunnel: tunnel.id }
}

/** Shells, from wherever somebody wants one. */
export function shellActions({ view }: Services) {
  const want = (wantedShell: ShellRequest | 'choose'): void => {
    letFocusGo()
    view.setState({ wantedShell, screen: { name: 'shells' } })
  }
  return {
    openShell: (request: ShellRequest) => want(request),
    chooseShell: () => want('choose'),
    /** On the bastion of a tunnel; without a way there, where to is asked. */
    shellOn: (tunnel: TunnelView) => want(bastionOf(tunnel) ?? 'choose'),
  }
}
