import type { Problem } from '#contract/problem.ts'

/** What gives a Mac one more loopback address until it is started again (ifconfig(8), `alias`). */
export function addAddress(address: string): string {
  return `sudo ifconfig lo0 alias ${address}`
}

/** The command that cures a problem, for a shell of this computer; empty where none does. */
export function commandFor(problem: Problem): string {
  return problem.code === 'LOCAL_ADDRESS_MISSING' ? addAddress(problem.details.address) : ''
}
