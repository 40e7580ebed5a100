import { terms } from './terms.ts'
import type { ProblemCode } from '#contract/problem.ts'
import { engineFailure, engineMissing, engineUnusable } from './engine.ts'
import { problems as others, words, type ProblemWords } from './problems.ts'

const { bastion, database } = words

const sessionProblems = {
  NETWORK_UNREACHABLE: {
    short: 'No network',
    headline: () => 'AWS cannot be reached from this computer',
    sentence: () =>
      'The network, a VPN or a proxy is in the way. The port stays open; the session starts when it is back.',
  },
  TLS_UNTRUSTED: {
    short: 'Certificate not trusted',
    headline: () => 'The certificate shown for AWS is not trusted',
    sentence: () =>
      'A proxy may be inspecting traffic. Add its certificate authority to this computer, then try again.',
  },
  PROXY_UNUSABLE: {
    short: 'Proxy not usable',
    headline: () => 'The proxy for AWS cannot be used',
    sentence: ({ reason }) =>
      reason === 'scheme'
        ? 'HTTPS_PROXY names a proxy of another kind, such as SOCKS. Culvert goes through http:// and https:// proxies.'
        : 'HTTPS_PROXY is not an address. Write it as http://proxy.example.com:3128 and start Culvert again.',
  },
  AWS_UNAVAILABLE: {
    short: 'AWS has a problem',
    headline: () => 'AWS answers with an error',
    sentence: () => 'The service is not available right now. Culvert tries again by itself.',
  },
  DATA_CHANNEL_REFUSED: {
    short: 'Session refused',
    headline: () => 'AWS refused to carry the session',
    sentence: () => 'The session started, but its channel was refused. A policy or an encryption key may be missing.',
  },
  DATA_CHANNEL_UNREACHABLE: {
    short: 'Channel unreachable',
    headline: () => 'The session cannot reach AWS',
    sentence: () => 'The session started, but ssmmessages does not answer. A proxy or firewall may block WebSockets.',
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
    sentence: (f) => `${bastion(f)} took the session but never finished its handshake.`,
  },
  HANDSHAKE_REJECTED: {
    short: 'Session rejected',
    headline: () => 'The bastion rejected the session',
    sentence: (f) => `The agent on ${bastion(f)} does not accept this kind of session.`,
  },
  SESSION_DROPPED: {
    short: 'Session dropped',
    headline: () => 'The session was cut',
    sentence: () => 'The connection to AWS broke and could not be resumed. The port keeps listening.',
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
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const targetProblems = {
  TARGET_NOT_FOUND: {
    short: 'No such bastion',
    headline: () => 'The bastion does not exist',
    sentence: (f) => `${bastion(f)} is not in this account and region. It may have been replaced.`,
  },
  TARGET_NO_MATCH: {
    short: 'No bastion found',
    headline: (f) => (f.rule === undefined ? 'No running instance matches' : `No running instance has ${f.rule}`),
    sentence: () => 'Start an instance with it, or choose another bastion. The rule is read again at every try.',
  },
  TARGET_STOPPED: {
    short: 'Bastion stopped',
    headline: () => 'The bastion is stopped',
    sentence: (f) => `${bastion(f)} is not running. Start it in EC2; Culvert tries again by itself.`,
  },
  TARGET_NOT_CONNECTED: {
    short: 'Bastion offline',
    headline: () => 'The bastion is not connected to Systems Manager',
    sentence: (f) => `${bastion(f)} does not report to Systems Manager. Its agent stopped, or its way out is closed.`,
  },
  AGENT_TOO_OLD: {
    short: 'Agent too old',
    headline: () => 'The agent on the bastion is too old',
    sentence: (f) =>
      `${bastion(f)} runs agent ${f.version ?? 'of an old version'}; sessions to other hosts need 3.1.1374 or newer.`,
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const endpointProblems = {
  ENDPOINT_REFUSED: {
    short: 'Database refused',
    headline: (f) => `The database refuses connections on port ${f.port ?? ''}`.trim(),
    sentence: (f) => `${database(f)} can be reached from the bastion, but nothing listens on this port.`,
  },
  ENDPOINT_TIMED_OUT: {
    short: 'Database unreachable',
    headline: (f) => `The database does not answer on port ${f.port ?? ''}`.trim(),
    sentence: (f) => `${database(f)} did not answer the bastion. A security group or a network rule may be closed.`,
  },
  ENDPOINT_NAME_UNKNOWN: {
    short: 'Host unknown',
    headline: () => 'The bastion cannot find this host name',
    sentence: (f) => `${database(f)} has no address in the bastion's network. Check the host for a typing error.`,
  },
  ENDPOINT_FORBIDDEN: {
    short: 'Host not allowed',
    headline: () => 'This host may not be reached through the bastion',
    sentence: (f) => `The agent's settings do not allow ${database(f)}. Choose another host, or ask an administrator.`,
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

const appProblems = {
  CATALOG_CORRUPT: {
    short: 'Saved tunnels damaged',
    headline: (f) => {
      if (f.file === 'settings.json') return 'The settings could not be read'
      return f.names === undefined ? 'The saved tunnels could not be read' : 'Some saved tunnels could not be read'
    },
    sentence: (f) => {
      const kept = `The damaged file was kept${f.path === undefined ? ' aside' : ` as ${f.path}`}`
      if (f.file === 'settings.json') return `${kept}, and Culvert uses its defaults.`
      return f.names === undefined
        ? `${kept}, and Culvert started with an empty list.`
        : `${kept}. Missing here: ${f.names}.`
    },
  },
  CATALOG_NEWER: {
    short: 'Saved by a newer version',
    headline: () => 'The saved tunnels come from a newer Culvert',
    sentence: () => 'They were left untouched. Update Culvert to use them.',
  },
  CATALOG_NOT_WRITTEN: {
    short: 'Not saved',
    headline: () => 'The change could not be saved',
    sentence: () => 'The disk is full, or the folder cannot be written. The change is lost when Culvert quits.',
  },
  SECRET_STORE_UNAVAILABLE: {
    short: 'No keychain',
    headline: () => 'This computer has no keychain Culvert can use',
    sentence: () =>
      'A sign-in kept there would be forgotten when Culvert quits. On Linux, a running Secret Service changes that.',
  },
  TUNNEL_UNKNOWN: {
    short: 'Unknown tunnel',
    headline: () => 'This tunnel does not exist any more',
    sentence: () => 'It was removed in the meantime.',
  },
  INPUT_INVALID: {
    short: 'Not valid',
    headline: () => 'Something filled in is not valid',
    sentence: () => 'Check the marked fields.',
  },
  INTERNAL: {
    short: 'Internal error',
    headline: () => 'Something went wrong inside Culvert',
    sentence: () => 'This is a bug. The log has the details.',
  },
} as const satisfies Partial<Record<ProblemCode, ProblemWords>>

/** Words for every problem code. */
export const problems: Record<ProblemCode, ProblemWords> = {
  ...others,
  ...sessionProblems,
  ...targetProblems,
  ...endpointProblems,
  ...appProblems,
}
