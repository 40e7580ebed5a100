import { terms } from './terms.ts'
import type { ProblemCode, Remedy } from '#contract/problem.ts'
import type { ProblemFacts } from '../problem-facts.ts'
import { profileHeadline, profileSentence } from './profile-reasons.ts'

/** Words for one problem: a row's second line, a headline, and one sentence with what is known. */
export interface ProblemWords {
  readonly short: string
  readonly headline: (facts: ProblemFacts) => string
  readonly sentence: (facts: ProblemFacts) => string
}

const holder = (facts: ProblemFacts): string =>
  facts.program === undefined
    ? 'another program'
    : facts.program + (facts.pid === undefined ? '' : ` (pid ${facts.pid})`)
const bastion = (facts: ProblemFacts): string => facts.target ?? facts.rule ?? 'The bastion'
const database = (facts: ProblemFacts): string => facts.host ?? 'The database'
const signInName = (facts: ProblemFacts): string => (facts.session === undefined ? 'AWS' : facts.session)
const who = (facts: ProblemFacts): string => (facts.role === undefined ? 'Your role' : `The role ${facts.role}`)

const portProblems = {
  PORT_TAKEN: {
    short: 'Port in use',
    headline: (f) => `Port ${f.localPort ?? ''} is used by ${holder(f)}`.replace('  ', ' '),
    sentence: (f) =>
      `Stop ${holder(f)} and try again, or give this tunnel another port. Culvert never picks one by itself.`,
  },
  PORT_FORBIDDEN: {
    short: 'Port not allowed',
    headline: (f) => `This computer does not allow port ${f.localPort ?? 'under 1024'}`,
    sentence: () =>
      'Ports under 1024, and ports the system reserves, need more rights than Culvert has. Choose a higher port.',
  },
  RELAY_STOPPED: {
    short: 'Listener stopped',
    headline: () => 'The part of Culvert that carries connections stopped',
    sentence: () => 'It is started again by itself; if it stays down, try again.',
  },
  LOCAL_PORT_RESERVED: {
    short: 'Port reserved',
    headline: (f) => `Port ${f.localPort ?? ''} belongs to ${f.otherTunnel ?? 'another tunnel'}`.replace('  ', ' '),
    sentence: () => 'Every tunnel keeps its own port. Choose another one for this tunnel.',
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const signInProblems = {
  SIGN_IN_REQUIRED: {
    short: terms.signedOut,
    headline: () => 'Your sign-in has ended',
    sentence: (f) => `Sign in to ${signInName(f)} again; waiting tunnels then connect by themselves.`,
  },
  SIGN_IN_DENIED: {
    short: 'Sign-in refused',
    headline: () => 'The sign-in was refused',
    sentence: () => 'Access was not allowed on the browser page. Sign in again and choose Allow access.',
  },
  SIGN_IN_CODE_EXPIRED: {
    short: 'Code expired',
    headline: () => 'The sign-in code expired',
    sentence: () => 'A code is valid for about ten minutes. Start again to get a new one.',
  },
  SIGN_IN_TIMED_OUT: {
    short: 'Sign-in timed out',
    headline: () => 'Nobody confirmed the sign-in',
    sentence: () => 'The browser page was not confirmed in time. Start again when you are ready.',
  },
  SIGN_IN_CANCELLED: {
    short: 'Sign-in cancelled',
    headline: () => 'The sign-in was cancelled',
    sentence: () => 'Nothing was changed. Sign in when you need a session.',
  },
  SIGN_IN_CALLBACK_UNAVAILABLE: {
    short: 'Browser sign-in blocked',
    headline: () => 'The browser cannot hand the sign-in back',
    sentence: () => 'Culvert could not listen for the browser on this computer. Sign in with a code instead.',
  },
  START_URL_WRONG: {
    short: 'Wrong start URL',
    headline: () => 'This start URL does not lead to IAM Identity Center',
    sentence: () => 'Check the address and the region of your AWS access portal.',
  },
  TOKEN_REVOKED: {
    short: 'Sign-in revoked',
    headline: () => 'Your sign-in was revoked',
    sentence: () => 'You signed out elsewhere, or an administrator ended your sign-in. Sign in again.',
  },
  ROLE_NOT_ASSIGNED: {
    short: 'Role not assigned',
    headline: (f) => `${who(f)} is not assigned to you${f.account === undefined ? '' : ` in account ${f.account}`}`,
    sentence: () => 'Choose a role you have in this account, or ask an administrator to assign this one.',
  },
  PROFILE_INVALID: {
    short: 'Profile not usable',
    headline: profileHeadline,
    sentence: profileSentence,
  },
  CREDENTIALS_INVALID: {
    short: 'Credentials refused',
    headline: () => 'AWS refused the credentials',
    sentence: () => 'They are expired or were replaced. Sign in again to get new ones.',
  },
  SIGN_IN_UNKNOWN: {
    short: 'Unknown sign-in',
    headline: () => 'This sign-in is not set up on this computer',
    sentence: (f) => `${f.session ?? 'The sign-in'} is not there. Add it to use its accounts.`,
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const accessProblems = {
  CLOCK_SKEWED: {
    short: 'Clock is wrong',
    headline: () => 'The clock of this computer is wrong',
    sentence: () =>
      'AWS refuses requests that are more than five minutes off. Set the clock to automatic and try again.',
  },
  ACCESS_DENIED: {
    short: 'Access denied',
    headline: () => 'Your role may not start sessions on this instance',
    sentence: (f) =>
      `${who(f)} lacks ${f.action ?? 'ssm:StartSession'} here. Copy the request below for an administrator.`,
  },
  DOCUMENT_INVALID: {
    short: 'Document refused',
    headline: () => 'AWS refused the session document',
    sentence: (f) => `${f.document ?? 'The session document'} is missing or does not take these settings.`,
  },
  THROTTLED: {
    short: 'Too many requests',
    headline: () => 'AWS asks to slow down',
    sentence: () => 'Too many requests came from this account. The next try waits a little longer.',
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

export const problems = { ...portProblems, ...signInProblems, ...accessProblems }
export const words = { holder, bastion, database }

export const remedies: Record<Remedy, string> = {
  'sign-in': terms.signIn,
  retry: 'Retry now',
  'edit-tunnel': 'Edit tunnel',
  'choose-target': 'Choose a bastion',
  'choose-role': 'Choose a role',
  'free-port': terms.tryAgain,
  'copy-request': 'Copy request for an administrator',
  'open-console': terms.openInConsole,
  'start-target': 'Start in EC2 console',
  'check-network': terms.tryAgain,
  'check-clock': terms.tryAgain,
  'check-engine': 'Open settings',
  'open-folder': terms.openFolder,
  'use-device-code': 'Use a code instead',
  none: terms.dismiss,
}
