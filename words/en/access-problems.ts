import type { AllProblemWords } from '../problem-words.ts'

/** Access to nodes that is given out on request. */
const headlines = {
  'not-asked': 'This node is given out on request',
  withdrawn: 'Nobody waits for the approval any more',
  rejected: 'An approver rejected the request',
  revoked: 'An approver took the access back',
  expired: 'The request was not answered in time',
  ended: 'The granted time is over',
} as const

const sentences = {
  'not-asked': 'The role may not start sessions by itself, and nobody has asked for access. Ask, with a reason.',
  withdrawn: 'The request stays at AWS and may still be approved. Ask again to wait for one.',
  rejected: 'AWS does not tell why. Talk to them, or ask again with another reason.',
  revoked: 'Talk to whoever took it back, or ask again.',
  expired: 'It ended before anybody decided. Tell an approver, and ask again.',
  ended: 'Ask again to go on.',
} as const

export const accessProblems = {
  ACCESS_NOT_GRANTED: {
    short: 'Not approved',
    headline: (d) => headlines[d.how],
    sentence: (d) =>
      [
        sentences[d.how],
        ...(d.targetId === undefined ? [] : [`The node is ${d.targetId}.`]),
        ...(d.requestId === undefined ? [] : [`The request is ${d.requestId}.`]),
      ].join(' '),
  },
} as const satisfies Partial<AllProblemWords>
