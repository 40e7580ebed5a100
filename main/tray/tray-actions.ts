import type { Snapshot } from '#contract/snapshot.ts'
import type { SignIns } from '#core/app/ports.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import type { TrayAction } from './tray-model.ts'

/** What a click in the tray reaches. */
export interface TrayActionDeps {
  readonly supervisor: Pick<TunnelSupervisor, 'arm' | 'disarm' | 'connect' | 'disconnect'>
  readonly signIns: Pick<SignIns, 'start'>
  snapshot(): Snapshot
  copy(text: string): void
  showTunnel(id: string): void
  showWindow(): void
  quit(): void
}

/** Carries out what the tray asked for. Failures show where they always do: in the tunnel's state. */
export async function runTrayAction(action: TrayAction, deps: TrayActionDeps): Promise<void> {
  const { supervisor, signIns, snapshot } = deps
  switch (action.do) {
    case 'arm':
    case 'disarm':
    case 'connect':
    case 'disconnect':
      await supervisor[action.do](action.id)
      return
    case 'show-route':
      return deps.showTunnel(action.id)
    case 'copy':
      return deps.copy(action.text)
    case 'sign-in':
      await signIns.start(action.session)
      return
    case 'arm-environment': {
      const members = snapshot().tunnels.filter(({ definition }) => definition.environment === action.environment)
      await Promise.all(members.map(({ id }) => supervisor.arm(id)))
      return
    }
    case 'stop-all':
      await Promise.all(snapshot().tunnels.map(({ id }) => supervisor.disarm(id)))
      return
    case 'open':
      return deps.showWindow()
    case 'quit':
      return deps.quit()
  }
}
