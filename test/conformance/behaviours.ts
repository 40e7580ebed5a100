import type { Behaviour, EngineName } from './carrier.ts'
import { commandLine } from './command-line.ts'
import { commands } from './commands.ts'
import { encryption } from './encryption.ts'
import { endings } from './endings.ts'
import { handshakes, lengthyHandshakes } from './handshakes.ts'
import { malformed } from './malformed.ts'
import { shells } from './shells.ts'
import { signatures } from './signatures.ts'
import { ssh } from './ssh.ts'
import { terminalEndings } from './terminal-endings.ts'
import { terminalPaths } from './terminal-paths.ts'
import { terminalTexts } from './terminal-texts.ts'
import { transfers } from './transfers.ts'

/**
 * One list for all: whatever carries a session has to do the same. Where that is to wait, some run side by side, so that none
 * can use `expect.poll` or `expect(…).rejects`.
 */
export const behaviours: readonly Behaviour[] = [
  ...transfers,
  ...malformed,
  ...handshakes,
  ...endings,
  ...commandLine,
  ...shells,
  ...commands,
  ...ssh,
  ...terminalPaths,
  ...terminalEndings,
  ...terminalTexts,
  ...encryption,
  ...signatures,
]

/** These wait more than they work. */
export const lengthyBehaviours: readonly Behaviour[] = lengthyHandshakes

/** Those that say something about an engine. */
export function behavioursOf(name: EngineName, list: readonly Behaviour[]): readonly Behaviour[] {
  return list.filter(({ of }) => of === undefined || of.includes(name))
}
