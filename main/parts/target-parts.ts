import type { CallHandlers } from '#contract/calls.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { HandWatch } from '#core/app/production/hand-watch.ts'
import type { Relabel } from '#core/app/production/relabelling.ts'
import { chosenIn } from '#domain/session-document.ts'
import type { Language } from '#words/messages.ts'
import type { ContractServer } from '../contract-server/contract-server.ts'
import { joinStream } from '../contract-server/stream-broker.ts'
import { createShellHandlers } from '../handlers/shell-handlers.ts'
import { createTargetHandlers } from '../handlers/target-handlers.ts'
import type { ControlPlane } from './control-plane.ts'
import { fileHandlersOf } from './file-parts.ts'
import { windowGates } from './window-gates.ts'

/** What they need. */
interface TargetPartsOptions {
  readonly plane: Pick<ControlPlane, 'shells' | 'targets' | 'fileParts' | 'relay'>
  readonly clock: Clock
  readonly hands: HandWatch
  readonly giveStream: ContractServer['giveStream']
  readonly relabel: Relabel
  language(): Language
}

type WithPlace = Pick<ShellRequest, 'profile' | 'region' | 'environment'>

type TargetHandlers = ReturnType<typeof createShellHandlers> &
  ReturnType<typeof fileHandlersOf> &
  ReturnType<typeof createTargetHandlers>

/** What a window may ask of targets, and of shells and files on them; all of it behind one gate. */
export function targetHandlersOf(options: TargetPartsOptions): Pick<CallHandlers, keyof TargetHandlers> {
  const { plane, clock, hands, giveStream, language, relabel } = options
  const { shells, targets, fileParts, relay } = plane
  const { files } = fileParts
  const gates = windowGates({ targets, shells, files, clock, hands, language })
  const environmentOf = ({ profile, region, environment }: WithPlace): Promise<string | null> =>
    targets.environmentOf({ place: { profile, region }, environment })
  return {
    ...createShellHandlers({
      shells,
      production: gates.shells,
      environmentOf,
      remember: ({ profile, region, target, name, program }) =>
        void targets.opened({ profile, region }, target, name, chosenIn(program)),
      join: (shell) => joinStream({ server: { giveStream }, relay }, shell),
    }),
    ...fileHandlersOf(fileParts, gates.files, language, environmentOf),
    ...createTargetHandlers({ targets, hands, relabel, askToLessen: gates.askToLessen, askToStart: gates.askToStart }),
  }
}
