import type { Clock } from '#domain/clock/clock.ts'
import { createAskedOnce } from '../asked-once.ts'
import type { ProgramAnswer } from './ssh-deps.ts'

/** What stands for a program that the system does not tell. */
const unknownProgram = '?'

interface AgreementDeps {
  readonly clock: Clock
  /** The program that started a process; null where the system does not tell. */
  programOf(pid: number): Promise<string | null>
  /** Programs that were agreed to for good. */
  agreed(): readonly string[]
  remember(program: string): Promise<unknown>
  /** Asks the person. */
  ask(program: string | null): Promise<boolean>
}

/** Asks once per program, however many of its connections wait for the answer, and remembers a yes for good. */
export function createProgramAgreement(deps: AgreementDeps): (pid: number) => Promise<ProgramAnswer> {
  const askOnce = createAskedOnce(deps.clock)
  const ask = async (key: string, program: string | null): Promise<boolean> => {
    const agrees = await deps.ask(program)
    if (agrees) await deps.remember(key)
    return agrees
  }
  return async (pid) => {
    const program = await deps.programOf(pid)
    const key = program ?? unknownProgram
    const agrees = deps.agreed().includes(key) || (await askOnce(key, () => ask(key, program)))
    return { may: agrees ? 'yes' : 'no', program }
  }
}
