import { accessProblems } from './access-problems.ts'
import { terms } from './terms.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'
import type { Surroundings } from '../surroundings.ts'
import { appProblems } from './app-problems.ts'
import { networkProblems } from './network-problems.ts'
import { bastion, inSeconds } from './around.ts'
import { containers } from './container-problems.ts'
import { distrustedAgent, engineFailure, engineMissing, engineUnusable } from './engine.ts'
import { endpointProblems } from './endpoint-problems.ts'
import { problems as others } from './problems.ts'

/** What the upgrade was answered with, in brackets. */
function answered({ status, errorType, closeCode }: ProblemDetails['DATA_CHANNEL_REFUSED']): string {
  const facts = [status === undefined ? undefined : `HTTP ${status}`, errorType, closeCode && `close code ${closeCode}`]
  const known = facts.filter((fact) => fact !== undefined && fact !== 0)
  return known.length === 0 ? '' : ` (${known.join(', ')})`
}

function unreachable(details: ProblemDetails['DATA_CHANNEL_UNREACHABLE']): string {
  const { host, errorCode, afterMs } = details
  const code = errorCode === undefined || errorCode === '' ? answered(details) : ` (${errorCode})`
  return `The session started, but ${host ?? 'ssmmessages'} does not answer${inSeconds(afterMs)}${code}. A proxy or firewall may block WebSockets.`
}

const sessionProblems = {
  NETWORK_UNREACHABLE: {
    short: 'No network',
    headline: () => 'AWS cannot be reached from this computer',
    sentence: () =>
      'The network, a VPN or a proxy is in the way. The port stays open; the session starts when it is back.',
  },
  TLS_UNTRUSTED: {
    short: 'TLS not trusted',
    headline: () => 'The certificate shown for AWS is not trusted',
    sentence: (d) =>
      `A proxy may be inspecting traffic${d.host === undefined ? '' : ` to ${d.host}`}. Add its certificate authority to this computer, or choose its file in the network settings, then try again.`,
  },
  PROXY_SCRIPT_SILENT: {
    short: 'Proxy script silent',
    headline: () => 'The proxy script of this computer gives no answer',
    sentence: ({ afterMs }) =>
      `The PAC file in the system settings said nothing${inSeconds(afterMs)}. HTTPS_PROXY goes before it; "none" is an empty value.`,
  },
  AWS_UNAVAILABLE: {
    short: 'AWS has a problem',
    headline: () => 'AWS answers with an error',
    sentence: () => 'The service is not available right now. Culvert tries again by itself.',
  },
  DATA_CHANNEL_REFUSED: {
    short: 'Session refused',
    headline: () => 'AWS refused to carry the session',
    sentence: (d) =>
      `The session started, but ${d.host ?? 'AWS'} refused its channel${answered(d)}. A policy or an encryption key may be missing.`,
  },
  DATA_CHANNEL_UNREACHABLE: {
    short: 'Channel unreachable',
    headline: () => 'The session cannot reach AWS',
    sentence: unreachable,
  },
  DATA_CHANNEL_UNTRUSTED: {
    short: 'Address not trusted',
    headline: () => 'The session was sent to an address that is not AWS',
    sentence: () =>
      'Nothing was sent there, and the session was ended. Check the AWS endpoint that is set on this computer.',
  },
  HANDSHAKE_TIMED_OUT: {
    short: terms.noAnswer,
    headline: () => 'The bastion does not answer the session',
    sentence: (d, around) =>
      `${bastion(undefined, around)} took the session but did not finish its handshake${inSeconds(d.afterMs)}.`,
  },
  HANDSHAKE_REJECTED: {
    short: 'Session rejected',
    headline: () => 'The bastion rejected the session',
    sentence: (d, around) => {
      const agent = `agent${d.agentVersion === undefined ? '' : ` ${d.agentVersion}`}`
      return `The ${agent} on ${around.target ?? around.rule ?? 'the bastion'} does not accept this kind of session.`
    },
  },
  AGENT_DISTRUSTED: distrustedAgent,
  SESSION_DROPPED: {
    short: 'Session dropped',
    headline: () => 'The session was cut',
    sentence: (d) =>
      d.afterMs === undefined
        ? 'The connection to AWS broke and could not be resumed. The port keeps listening.'
        : `The agent did not answer${inSeconds(d.afterMs)}. The port keeps listening.`,
  },
  SESSION_ENDED: {
    short: 'Session ended',
    headline: () => 'The session was ended from the other side',
    sentence: () => 'An administrator, a limit of the account or the agent ended it. The port keeps listening.',
  },
  SESSION_EXPIRED: {
    short: 'Session expired',
    headline: () => 'The session reached its time limit',
    sentence: () => 'The account limits how long a session may stay open. A new one starts with the next client.',
  },
  ENGINE_NOT_FOUND: {
    short: 'Plugin not found',
    headline: () => 'The Session Manager plugin was not found',
    sentence: engineMissing,
  },
  ENGINE_UNUSABLE: {
    short: 'Plugin not usable',
    headline: () => 'The Session Manager plugin cannot be used',
    sentence: engineUnusable,
  },
  ENGINE_FAILED: {
    short: 'Engine failed',
    headline: () => 'The session program stopped',
    sentence: engineFailure,
  },
} as const satisfies Partial<AllProblemWords>

function notConnected(details: ProblemDetails['TARGET_NOT_CONNECTED'], around: Surroundings): string {
  const { agentVersion, reason, targetId } = details
  const node = bastion(targetId, around)
  if (reason === 'not-registered')
    return `${node} has never reported to Systems Manager. It may lack the agent, a role, or a way out.`
  const agent = agentVersion === undefined ? 'agent' : `agent (${agentVersion})`
  return `${node} does not report to Systems Manager. Its ${agent} stopped, or its way out is closed.`
}

/** Ids of a few, and how many more. */
function someOf(ids: readonly string[]): string {
  const more = ids.length - 3
  return ids.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function notStarted({ targetId, reason }: ProblemDetails['INSTANCE_NOT_STARTED']): string {
  switch (reason) {
    case 'state':
      return `${targetId} is on its way to another state, or cannot be started from here. Try again in a minute.`
    case 'capacity':
      return `There is no room for ${targetId} in its zone at the moment. Try again later, or start another one.`
    case 'limit':
      return `The account runs as many instances as it may. Stop another one, or have the quota raised.`
  }
}

function stopped(details: ProblemDetails['TARGET_STOPPED']): string {
  const { matches, state, targetId, targetName } = details
  const node = targetName === undefined ? targetId : `${targetName} (${targetId})`
  const others = matches > 1 ? `, and so are all ${matches} that match` : ''
  return `${node} is ${state}${others}. Start it in EC2; Culvert tries again by itself.`
}

const targetProblems = {
  TARGET_NOT_FOUND: {
    short: 'No such bastion',
    headline: () => 'The bastion does not exist',
    sentence: (d, around) => {
      const node = bastion(d.targetId, around)
      if (d.state !== undefined) return `${node} is ${d.state}. It may have been replaced.`
      return `${node} is not in ${d.region === undefined ? 'this account and region' : `${d.region} of this account`}. It may have been replaced.`
    },
  },
  TARGET_NO_MATCH: {
    short: 'No bastion found',
    headline: (d) => {
      if (d.by === 'auto-scaling-group') return `The Auto Scaling group ${d.rule} has no instance`
      return d.by === 'address' ? `No machine has the address ${d.rule}` : `No running instance has ${d.rule}`
    },
    sentence: (d) => {
      if (d.by === 'auto-scaling-group')
        return `It is scaled to zero, has another name, or is not in ${d.region} of this account. Culvert looks again at every try.`
      if (d.by === 'address')
        return `Culvert knows private IPv4 addresses and EC2’s own private DNS names in ${d.region}, and the names that nodes report. It looks again at every try.`
      return `Start an instance with it in ${d.region}, or choose another bastion. The rule is read again at every try.`
    },
  },
  TARGET_AMBIGUOUS: {
    short: 'Several machines',
    headline: (d) => `${d.targetIds.length} machines have the address ${d.address}`,
    sentence: (d) =>
      `They are in different networks of ${d.region}: ${someOf(d.targetIds)}. Name the one that is meant by its instance id, or by tags.`,
  },
  TARGET_STOPPED: {
    short: 'Bastion stopped',
    headline: () => 'The bastion is stopped',
    sentence: stopped,
  },
  INSTANCE_NOT_STARTED: {
    short: 'Not started',
    headline: () => 'EC2 did not start the instance',
    sentence: notStarted,
  },
  TARGET_NOT_CONNECTED: {
    short: 'Bastion offline',
    headline: () => 'The bastion is not connected to Systems Manager',
    sentence: notConnected,
  },
  HYBRID_TIER_STANDARD: {
    short: 'Standard tier',
    headline: () => 'The account has no sessions for machines outside EC2',
    sentence: (d) =>
      `${d.targetId ?? 'The node'} is one, and the account is in the standard tier in this region. An administrator can turn on the advanced-instances tier, which costs by the hour for each such machine.`,
  },
  SESSION_KEY_UNUSABLE: {
    short: 'Session key unusable',
    headline: () => 'The key that encrypts the account’s sessions cannot be used',
    sentence: () =>
      'The account’s Session Manager preferences name a KMS key that is not there, is disabled or is to be deleted. Whoever looks after the account can enable it or name another one.',
  },
  RUN_AS_REFUSED: {
    short: 'No such user there',
    headline: () => 'The user that shells run as does not exist on the target',
    sentence: () =>
      'The account’s Session Manager preferences (Run As), or the tag SSMSessionRunAs of your role, name a user of the operating system. Have it created there, or have another one named.',
  },
  ...accessProblems,
  ...containers,
  AGENT_TOO_OLD: {
    short: 'Agent too old',
    headline: () => 'The agent on the bastion is too old',
    sentence: (_details, around) =>
      `${bastion(undefined, around)} runs an agent of an old version; sessions to other hosts need 3.1.1374 or newer.`,
  },
} as const satisfies Partial<AllProblemWords>

/** Words for every problem code. */
export const problems: AllProblemWords = {
  ...others,
  ...sessionProblems,
  ...networkProblems,
  ...targetProblems,
  ...endpointProblems,
  ...appProblems,
}
