import type { ShellRequest } from '#contract/shells.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { foundTarget } from '#domain/route/found-target.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
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
  return { profile, region, target, program: { run: 'shell' }, name, environment }
}

/** Shells, from wherever somebody wants one. */
export function shellActions({ view }: Services) {
  const openShell = (request: ShellRequest): void => view.setState({ wantedShell: request, screen: { name: 'shells' } })
  return {
    openShell,
    chooseShell: () => view.setState({ wantedShell: 'choose', screen: { name: 'shells' } }),
    /** On the bastion of a tunnel; without a way there, where to is asked. */
    shellOn: (tunnel: TunnelView) => {
      const request = bastionOf(tunnel)
      view.setState({ wantedShell: request ?? 'choose', screen: { name: 'shells' } })
    },
  }
}
