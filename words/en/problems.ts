import { exposure } from './exposure.ts'
import { signInName } from '#domain/console-sign-in/console-session.ts'
import { access } from './access.ts'
import { credentialProcessProblems } from './credential-process-problems.ts'
import { mfa, mfaProblems } from './mfa.ts'
import { startUrlProblems } from './start-url-problems.ts'
import { relayPort } from './relay-port.ts'
import { terms } from './terms.ts'
import type { ProblemDetails, Remedy } from '#contract/problem.ts'
import { refusedActionOf, refusedThingOf, refusesOtherHosts } from '#domain/problem/refused-action.ts'
import { addAddress } from '#domain/tunnel-text/add-address.ts'
import type { AllProblemWords } from '../problem-words.ts'
import type { Surroundings } from '../surroundings.ts'
import { policyTypes } from './policy-types.ts'
import { profileHeadline, profileSentence } from './profile-reasons.ts'

type PortTaken = ProblemDetails['PORT_TAKEN']

const holder = ({ program, pid }: PortTaken): string =>
  program === undefined ? 'another program' : `${program}${pid === undefined ? '' : ` (pid ${pid})`}`
const documentName = (document: string | undefined): string => document ?? `The ${terms.sessionDocument.toLowerCase()}`
const who = (role: string | undefined): string => (role === undefined ? 'Your role' : `The role ${role}`)

const portProblems = {
  PORT_TAKEN: {
    short: 'Port in use',
    headline: (d) => `Port ${d.port} is used by ${holder(d)}`,
    sentence: (d) =>
      `Stop ${holder(d)} and try again, or give this tunnel another port. Culvert never picks one by itself.`,
  },
  PORT_FORBIDDEN: {
    short: 'Port not allowed',
    headline: (d) => `This computer does not allow port ${d.port}`,
    sentence: (d) => {
      if (d.why === 'reserved')
        return `Windows keeps ports ${d.first ?? d.port} to ${d.last ?? d.port} for itself, as for Hyper-V, WSL or Docker. Choose a port outside of them.`
      if (d.why === 'privileged')
        return 'Ports under 1024 are for programs with administrator rights. Choose a higher port.'
      return 'Ports under 1024, and ports the system reserves, need more rights than Culvert has. Choose a higher port.'
    },
  },
  LOCAL_ADDRESS_MISSING: {
    short: 'Address missing',
    headline: (d) => `This computer does not have the address ${d.address}`,
    sentence: (d) =>
      `A Mac has 127.0.0.1 alone until another is added: run ${addAddress(d.address)}, again after each restart. Port ${d.port} is opened as soon as the address is there.`,
  },
  RELAY_STOPPED: {
    short: 'Listener stopped',
    headline: () => 'The part of Culvert that carries connections stopped',
    sentence: () => 'It is started again by itself; if it stays down, try again.',
  },
  EXPOSURE_REFUSED: {
    short: 'Not opened to a network',
    headline: (d) => exposure.refused[d.why],
    sentence: () => exposure.refusedText,
  },
  LOCAL_PORT_RESERVED: {
    short: 'Port reserved',
    headline: (d) => `Port ${d.port} belongs to ${d.tunnelName}`,
    sentence: () => 'Every tunnel keeps its own port. Choose another one for this tunnel.',
  },
} as const satisfies Partial<AllProblemWords>

function rolesThere(available: readonly string[] | undefined, session: string): string {
  if (available === undefined)
    return 'Choose a role you have in this account, or ask an administrator to assign this one.'
  if (available.length === 0)
    return `With ${session} you have no role in this account. Ask an administrator to assign this one.`
  return `With ${session} you have ${available.join(', ')} there. Choose one, or ask an administrator to assign this one.`
}

function credentialsSentence(
  { profile, session }: ProblemDetails['CREDENTIALS_INVALID'],
  around: Surroundings,
): string {
  const own = profile ?? around.profile
  if (own !== undefined)
    return `Those of the profile ${own} are expired, were replaced or cannot be had. Renew them, then try again.`
  return `They are expired or were replaced. Sign in${toWhat(session ?? around.session)} again to get new ones.`
}

const toWhat = (session: string | undefined): string => (session === undefined ? '' : ` to ${signInName(session)}`)

const identityText = ({ accountId, name }: { readonly accountId: string; readonly name: string | null }): string =>
  name === null ? `account ${accountId}` : `${name} in account ${accountId}`

const signInProblems = {
  ...startUrlProblems,
  ...credentialProcessProblems,
  SIGN_IN_REQUIRED: {
    short: terms.signedOut,
    headline: (d) => (d.before === 'none' ? 'You are not signed in' : 'Your sign-in has ended'),
    sentence: (d) =>
      `Sign in to ${signInName(d.session)}${d.before === 'none' ? '' : ' again'}; waiting tunnels then connect by themselves.`,
  },
  SIGN_IN_DENIED: {
    short: 'Sign-in refused',
    headline: () => 'The sign-in was refused',
    sentence: (d) =>
      `Access was not allowed on the browser page. Sign in to ${signInName(d.session)} and choose Allow access.`,
  },
  SIGN_IN_OTHER_IDENTITY: {
    short: 'Wrong identity',
    headline: () => 'The browser is signed in as somebody else',
    sentence: (d) =>
      `The console gave ${signInName(d.identity)}, and this profile is for ${signInName(d.session)}. Sign in as that identity, or change login_session.`,
  },
  SIGN_IN_CODE_EXPIRED: {
    short: 'Code expired',
    headline: () => 'The sign-in code expired',
    sentence: (d) => `A code is valid for about ten minutes. Sign in to ${signInName(d.session)} to get a new one.`,
  },
  SIGN_IN_TIMED_OUT: {
    short: 'Sign-in timed out',
    headline: () => 'The sign-in was not confirmed in time',
    sentence: (d) =>
      `The browser page was not confirmed within ${d.minutes} minutes. Sign in to ${signInName(d.session)} when you are ready.`,
  },
  SIGN_IN_CANCELLED: {
    short: 'Sign-in cancelled',
    headline: () => 'The sign-in was cancelled',
    sentence: (d) => `Nothing was changed. Sign in to ${signInName(d.session)} when you need a session.`,
  },
  SIGN_IN_CALLBACK_UNAVAILABLE: {
    short: 'Sign-in blocked',
    headline: () => 'The browser cannot hand the sign-in back',
    sentence: () => 'Culvert could not listen for the browser on this computer. Sign in with a code instead.',
  },
  TOKEN_REVOKED: {
    short: 'Sign-in revoked',
    headline: () => 'Your sign-in was revoked',
    sentence: (d) =>
      `You signed out elsewhere, or an administrator ended your sign-in. Sign in to ${signInName(d.session)} again.`,
  },
  ROLE_NOT_ASSIGNED: {
    short: 'Role not assigned',
    headline: (d, around) => {
      const account = d.accountId ?? around.account
      return `${who(d.roleName ?? around.role)} is not assigned to you${account === undefined ? '' : ` in account ${account}`}`
    },
    sentence: (d) => rolesThere(d.available, d.session),
  },
  PROFILE_INVALID: {
    short: 'Profile not usable',
    headline: profileHeadline,
    sentence: profileSentence,
  },
  CREDENTIALS_INVALID: {
    short: 'Credentials refused',
    headline: () => 'AWS refused the credentials',
    sentence: credentialsSentence,
  },
  IDENTITY_CHANGED: {
    short: 'Another identity',
    headline: (d) => `The profile ${d.profile} leads somewhere else than before`,
    sentence: (d) =>
      `The tunnel is for ${identityText(d.was)}; the profile now gives ${identityText(d.is)}. Nothing was opened. Use the new one only if you changed it yourself.`,
  },
  SIGN_IN_UNKNOWN: {
    short: 'Unknown sign-in',
    headline: () => 'This sign-in is not set up on this computer',
    sentence: (d) => `${d.session ?? d.startUrl ?? 'The sign-in'} is not there. Add it to use its accounts.`,
  },
  SIGN_IN_IN_USE: {
    short: 'Sign-in in use',
    headline: (d) => `${signInName(d.session)} is still in use`,
    sentence: (d) => `Your AWS config names it in: ${d.profiles.join(', ')}. Change those profiles first.`,
  },
} as const satisfies Partial<AllProblemWords>

function clockSentence({ minutesOff }: ProblemDetails['CLOCK_SKEWED']): string {
  const rule = 'AWS refuses requests that are more than five minutes off. Set the clock to automatic and try again.'
  if (minutesOff === undefined) return rule
  const minutes = Math.abs(minutesOff)
  const amount = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${minutesOff < 0 ? 'slow' : 'fast'}`
  return `This computer’s clock is ${amount}. ${rule}`
}

function deniedHeadline(details: ProblemDetails['ACCESS_DENIED']): string {
  const action = refusedActionOf(details)
  switch (refusedThingOf(details)) {
    case 'start':
      return 'Your role may not start sessions on this instance'
    case 'document':
      return 'Your role may not use this session document'
    case 'lookup':
      return `Your role may not look up the bastion: ${action}`
    case 'role':
      return 'Your sign-in may not take the role of this profile'
    case 'session':
      return `Your role may not go on with its session: ${action}`
    case 'instance':
      return 'Your role may not start this instance'
    case 'other':
      return `Your role may not do what this tunnel needs${action === null ? '' : `: ${action}`}`
  }
}

function deniedSentence(details: ProblemDetails['ACCESS_DENIED'], around: Surroundings): string {
  const { denial } = details
  const on = denial?.resource ?? details.roleArn ?? details.targetId ?? details.sessionId ?? details.document
  const otherWay = refusesOtherHosts(details) ? ` ${relayPort.instead}` : ''
  const lacks = `${who(around.role)} lacks ${refusedActionOf(details) ?? 'a permission'}`
  const forbids =
    denial?.how !== 'explicit'
      ? ''
      : ` ${denial.policyType === null ? 'A policy' : `A statement of the ${policyTypes[denial.policyType]}`} forbids it.`
  return `${lacks} ${on === undefined ? 'here' : `on ${on}`}.${forbids} An administrator can allow it; the request says what to allow.${otherWay}`
}

const accessProblems = {
  CLOCK_SKEWED: {
    short: 'Clock is wrong',
    headline: () => 'The clock of this computer is wrong',
    sentence: clockSentence,
  },
  ACCESS_DENIED: {
    short: 'Access denied',
    headline: (d) => deniedHeadline(d),
    sentence: deniedSentence,
  },
  DOCUMENT_INVALID: {
    short: 'Document refused',
    headline: () => 'AWS refused the session document',
    sentence: (d) => `${documentName(d.document)} is missing or does not take these settings.`,
  },
  DOCUMENT_PARAMETERS: {
    short: 'Wrong parameters',
    headline: () => 'The session document does not take these parameters',
    sentence: (d) =>
      [
        ...(d.parameter === undefined ? [] : [`AWS names the parameter ${d.parameter}.`]),
        `${documentName(d.document)} says which parameters it takes, and what may stand in them.`,
        'Correct them and open it again.',
      ].join(' '),
  },
  THROTTLED: {
    short: 'Too many requests',
    headline: () => 'AWS asks to slow down',
    sentence: () => 'Too many requests came from this account. The next try waits a little longer.',
  },
  AWS_REFUSED: {
    short: 'Request refused',
    headline: () => 'AWS does not accept a request',
    sentence: ({ aws }) => `It answered ${aws.operation ?? 'a call'} with ${aws.error}.`,
  },
} as const satisfies Partial<AllProblemWords>

export const problems = { ...portProblems, ...signInProblems, ...mfaProblems, ...accessProblems }

export const remedies: Record<Remedy, string> = {
  'sign-in': terms.signIn,
  'enter-code': mfa.enterCode,
  'request-access': access.request,
  retry: 'Retry now',
  'edit-tunnel': 'Edit tunnel',
  'choose-target': 'Choose a bastion',
  'another-match': 'Use another match',
  'choose-role': 'Choose another role',
  'choose-port': 'Choose another port',
  'security-groups': 'Show security groups',
  'free-port': terms.tryAgain,
  'copy-request': 'Request for an administrator…',
  'copy-command': 'Copy command',
  'open-console': terms.openInConsole,
  'start-target': 'Start in EC2 console',
  'check-network': terms.tryAgain,
  'see-network': 'Check network',
  'check-clock': terms.tryAgain,
  'check-engine': 'Open settings',
  'open-folder': terms.openFolder,
  'use-device-code': 'Use a code instead',
  'use-identity': 'Use the new one',
  none: terms.dismiss,
}
