import type { ShellRequest } from '#contract/shells.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import type { MfaQuestions } from '#core/app/mfa-questions.ts'
import type { SignIns } from '#core/app/ports.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import type { EndingOrders } from './ending-orders.ts'
import type { TrayAction } from './tray-item.ts'

/** What a click in the tray reaches. */
export interface TrayActionDeps {
  readonly supervisor: Pick<TunnelSupervisor, 'arm' | 'connect' | 'conceal'>
  readonly endings: EndingOrders
  readonly signIns: Pick<SignIns, 'start'>
  readonly mfa: Pick<MfaQuestions, 'start'>
  /** Brings the question for a code to the front, wherever it is asked. */
  showCode(): void
  snapshot(): Snapshot
  copy(text: string): void
  showTunnel(id: string): void
  shellOn(tunnel: string): void
  /** Null: where to is asked. */
  openShell(request: ShellRequest | null): void
  showWindow(): void
}

/** Carries out what the tray asked for. Failures show where they always do: in the tunnel's state. */
export async function runTrayAction(action: TrayAction, deps: TrayActionDeps): Promise<void> {
  const { supervisor, endings, signIns, snapshot } = deps
  switch (action.do) {
    case 'arm':
    case 'connect':
    case 'conceal':
      await supervisor[action.do](action.id)
      return
    case 'disarm':
    case 'disconnect':
      return await endings[action.do](action.id)
    case 'shell-on':
      return deps.shellOn(action.id)
    case 'open-shell':
      return deps.openShell(action.request)
    case 'show-route':
      return deps.showTunnel(action.id)
    case 'copy':
      return deps.copy(action.text)
    case 'sign-in':
      await signIns.start(action.session)
      return
    case 'enter-code':
      void deps.mfa.start(action.device)
      return deps.showCode()
    case 'arm-environment': {
      const members = snapshot().tunnels.filter(({ definition }) => definition.environment === action.environment)
      await Promise.all(members.map(({ id }) => supervisor.arm(id)))
      return
    }
    case 'stop-all':
      return await endings.stopAll()
    case 'open':
      return deps.showWindow()
    case 'keep-running':
      return endings.keepRunning()
    case 'quit':
      return await endings.quit()
  }
}
