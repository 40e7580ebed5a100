import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'

type Details = ProblemDetails['CREDENTIAL_PROCESS_FAILED']

function whatItDid({ program, reason, seconds, exitCode }: Details): string {
  switch (reason) {
    case 'not-started':
      return `${program} could not be started. Check credential_process.`
    case 'silent':
      return `${program} did not answer${seconds === undefined ? '' : ` within ${seconds} seconds`} and was stopped. A program that asks in a terminal has none here.`
    case 'flooded':
      return `${program} printed far more than credentials and was stopped.`
    case 'no-terminal':
      return `${program} wants to ask in a terminal, and has none here. Run it in yours first, then try again.`
    case 'failed':
      return `${program} ended ${exitCode === undefined ? 'before it was done' : `with exit code ${exitCode}`}. Run it in a terminal to see why.`
    case 'no-credentials':
      return `What ${program} printed are no credentials of version 1.`
    case 'ended':
      return `${program} gave credentials that have ended already. Renew what it takes them from.`
  }
}

/** A program that a profile names, and that should print credentials. */
export const credentialProcessProblems = {
  CREDENTIAL_PROCESS_FAILED: {
    short: 'No credentials',
    headline: (d) => `The profile ${d.profile} got no credentials`,
    sentence: whatItDid,
  },
} as const satisfies Partial<AllProblemWords>
