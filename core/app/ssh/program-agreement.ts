import type { Clock } from '#domain/clock/clock.ts'
import type { ProgramAnswer } from './ssh-deps.ts'

/** After a no the same program is not asked about for so long: an editor that connects again would ask without end. */
const quietMs = 60_000
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
  const asked = new Map<string, Promise<boolean>>()
  const refusedAt = new Map<string, number>()
  const ask = async (key: string, program: string | null): Promise<boolean> => {
    const agrees = await deps.ask(program)
    if (agrees) await deps.remember(key)
    else refusedAt.set(key, deps.clock.now())
    return agrees
  }
  const answerFor = (key: string, program: string | null): Promise<boolean> => {
    if (deps.agreed().includes(key)) return Promise.resolve(true)
    const refused = refusedAt.get(key)
    if (refused !== undefined && deps.clock.now() - refused < quietMs) return Promise.resolve(false)
    const open = asked.get(key) ?? ask(key, program).finally(() => asked.delete(key))
    asked.set(key, open)
    return open
  }
  return async (pid) => {
    const program = await deps.programOf(pid)
    const agrees = await answerFor(program ?? unknownProgram, program)
    return { may: agrees ? 'yes' : 'no', program }
  }
}
