import type { CallHandlers } from '#contract/calls.ts'
import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TargetMatch } from '#contract/calls.ts'
import type { SessionPlace, SessionService } from '#core/app/ports.ts'
import type { LocalPorts } from '#core/app/tunnels/local-ports.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import type { TargetRule } from '#contract/tunnel.ts'

type TunnelHandlers = Pick<
  CallHandlers,
  | 'tunnel.create'
  | 'tunnel.change'
  | 'tunnel.remove'
  | 'tunnel.arm'
  | 'tunnel.disarm'
  | 'tunnel.connect'
  | 'tunnel.disconnect'
  | 'tunnel.useIdentity'
  | 'tunnel.anotherMatch'
  | 'tunnel.diagnostics'
  | 'tunnel.connections'
  | 'target.preview'
  | 'port.suggest'
  | 'port.check'
>

/** What the handlers need. */
interface TunnelHandlerDeps {
  readonly supervisor: TunnelSupervisor
  readonly sessions: Pick<SessionService, 'findTargets'>
  readonly localPorts: LocalPorts
  /** Told before a tunnel is changed or removed. */
  beforeChange(): void
  /** Told when there is another tunnel, or one less, or one is another than before. */
  afterChange(): Promise<void>
}

/** What a window may do with tunnels. */
export function createTunnelHandlers(deps: TunnelHandlerDeps): TunnelHandlers {
  const { supervisor, sessions, localPorts } = deps
  const preview = async (
    place: SessionPlace & { readonly target: TargetRule },
  ): Promise<Result<{ matches: TargetMatch[] }>> => {
    const found = await sessions.findTargets({ profile: place.profile, region: place.region }, place.target)
    return found.ok ? ok({ matches: [...found.value] }) : found
  }
  return {
    ...changesOf(deps),
    'tunnel.arm': async ({ id }) => await supervisor.arm(id),
    'tunnel.disarm': async ({ id, ending }) => await supervisor.disarm(id, ending),
    'tunnel.connect': async ({ id }) => await supervisor.connect(id),
    'tunnel.disconnect': async ({ id, ending }) => await supervisor.disconnect(id, ending),
    'tunnel.useIdentity': async ({ id }) => await supervisor.useIdentity(id),
    'tunnel.anotherMatch': async ({ id, ending }) => await supervisor.anotherMatch(id, ending),
    'tunnel.diagnostics': async ({ id }) => supervisor.diagnostics(id),
    'tunnel.connections': async ({ id }) => await supervisor.connections(id),
    'target.preview': preview,
    'port.suggest': async ({ environment, kind }) => ok({ port: await localPorts.suggest(environment, kind) }),
    'port.check': async ({ port, address, exceptTunnel }) =>
      ok(await localPorts.check({ localPort: port, localAddress: address }, exceptTunnel)),
  }
}

/** What makes other tunnels than there were. */
function changesOf({
  supervisor,
  beforeChange,
  afterChange,
}: TunnelHandlerDeps): Pick<TunnelHandlers, 'tunnel.create' | 'tunnel.change' | 'tunnel.remove'> {
  return {
    'tunnel.create': async (draft) => {
      const created = await supervisor.create(draft)
      await afterChange()
      return created.ok ? ok({ id: created.value.id }) : created
    },
    'tunnel.change': async ({ id, draft, ending }) => {
      beforeChange()
      const changed = await supervisor.change(id, draft, ending)
      await afterChange()
      return changed
    },
    'tunnel.remove': async ({ id, ending }) => {
      beforeChange()
      const removed = await supervisor.remove(id, ending)
      await afterChange()
      return removed
    },
  }
}
