import { signInName } from '#domain/console-sign-in/console-session.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'

const wrongSentence = ({ startUrl, region, isIn, session }: ProblemDetails['START_URL_WRONG']): string =>
  isIn === undefined
    ? `AWS knows no access portal at ${startUrl} in ${region}. Check the address and the region of ${signInName(session)}.`
    : `The access portal at ${startUrl} is in ${isIn}, and ${signInName(session)} is set to ${region}. Change the region.`

const nothingOpened = 'Nothing was opened. Check the address, or ask who runs AWS at your company.'

function elsewhereSentence({ startUrl, why, leadsTo = 'another host' }: ProblemDetails['START_URL_ELSEWHERE']): string {
  switch (why) {
    case 'elsewhere':
      return `${startUrl} leads to ${leadsTo}, which is not an access portal of AWS. ${nothingOpened}`
    case 'unsafe':
      return `${startUrl} leads to ${leadsTo} in a way that is not safe to follow. ${nothingOpened}`
    case 'nowhere':
      return `${startUrl} is not an address of AWS and leads to no access portal. ${nothingOpened}`
    case 'circle':
      return `${startUrl} leads from page to page and to no access portal. ${nothingOpened}`
  }
}

/** Of addresses at which nobody can sign in. */
export const startUrlProblems = {
  START_URL_WRONG: {
    short: 'Wrong start URL',
    headline: () => 'This start URL does not lead to IAM Identity Center',
    sentence: wrongSentence,
  },
  START_URL_ELSEWHERE: {
    short: 'Not an AWS portal',
    headline: () => 'This start URL does not lead to an AWS access portal',
    sentence: elsewhereSentence,
  },
} as const satisfies Partial<AllProblemWords>
