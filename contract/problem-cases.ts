import { z } from 'zod'
import { callerIdentity } from './tunnel.ts'
import { refusedClient } from './refused-client.ts'
import { arn, awsAnswer, denial, parameterName } from './aws-answer.ts'
import { aws, count, milliseconds, of, said, text } from './problem-case.ts'

/** The name of the sign-in. */
const session = text

/** Signing in, and what credentials come of it. */
export const signInProblems = [
  /** `before`: whether there was a sign-in that has ended. Absent where that is not known. */
  of('SIGN_IN_REQUIRED', { session, before: z.enum(['none', 'ended']).optional() }),
  /** The browser's console session is another identity's: `identity` is its ARN. */
  of('SIGN_IN_OTHER_IDENTITY', { session, identity: text }),
  of('SIGN_IN_DENIED', { session, aws, said }),
  of('SIGN_IN_CODE_EXPIRED', { session, aws }),
  of('SIGN_IN_TIMED_OUT', { session, minutes: z.number() }),
  of('SIGN_IN_CANCELLED', { session }),
  of('SIGN_IN_CALLBACK_UNAVAILABLE', { said }),
  /** `isIn`: the region that the address itself names, where that is another one. */
  of('START_URL_WRONG', { session, startUrl: text, region: text, isIn: text.optional(), aws, said }),
  /**
   * A company's own start URL does not lead to an access portal: it leads to another host (`leadsTo`), over a way that others can read
   * along or to a portal's host without being a portal's address (`unsafe`), to no other page at all, or round in a circle.
   */
  of('START_URL_ELSEWHERE', {
    session,
    startUrl: text,
    why: z.enum(['elsewhere', 'unsafe', 'nowhere', 'circle']),
    leadsTo: text.optional(),
  }),
  of('TOKEN_REVOKED', { session, aws }),
  of('ROLE_NOT_ASSIGNED', {
    session,
    /** Absent when the list of accounts or roles was refused, and no role yet asked for. */
    accountId: text.optional(),
    roleName: text.optional(),
    /** Roles that are assigned in that account, when they could be asked for. */
    available: z.array(text).optional(),
    aws,
  }),
  of('PROFILE_INVALID', {
    reason: z.enum([
      'not-chosen',
      'missing',
      'byte-order-mark',
      'not-utf8',
      'not-readable',
      'section-not-closed',
      'section-without-name',
      'section-twice',
      'key-twice',
      'setting-before-section',
      'no-equals-sign',
      'nested-without-equals',
      'key-missing',
      'value-invalid',
      'session-missing',
      'session-invalid',
      'contradicts-session',
      'source-missing',
      'source-cycle',
      'source-twice',
      'keys-unused',
      'no-credentials',
      'refused',
      'not-written',
      'edit-unsafe',
    ]),
    /** The profile, or none when a file or an sso-session is at fault. */
    profile: text.optional(),
    session: session.optional(),
    file: text.optional(),
    line: count.optional(),
    /** The setting that is missing or wrong. */
    key: text.optional(),
    /** The source profile. */
    source: text.optional(),
    aws,
    said,
  }),
  /**
   * The profile's `credential_process` gave no credentials: it does not start, is silent for its time, prints without end, asks in a
   * terminal that it does not have, fails, prints something else, or credentials that have ended.
   */
  of('CREDENTIAL_PROCESS_FAILED', {
    profile: text,
    program: text,
    reason: z.enum(['not-started', 'silent', 'flooded', 'no-terminal', 'failed', 'no-credentials', 'ended']),
    /** With `silent`: how long it was waited for. */
    seconds: count.optional(),
    /** With `failed`: its exit code, or none where a signal ended it. */
    exitCode: count.optional(),
    /** The end of what it complained. */
    said,
  }),
  of('CREDENTIALS_INVALID', { profile: text.optional(), session: session.optional(), aws, said }),
  /** The tunnel's profile gives another identity's credentials than before. Of `was` the name is not known where the definition says it. */
  of('IDENTITY_CHANGED', {
    profile: text,
    was: callerIdentity.extend({ name: text.nullable() }),
    is: callerIdentity,
  }),
  of('SIGN_IN_UNKNOWN', { session: session.optional(), startUrl: text.optional() }),
  of('SIGN_IN_IN_USE', { session, profiles: z.array(text) }),
] as const

/** What AWS's control plane, or the way to it, answers. */
export const startProblems = [
  of('CLOCK_SKEWED', {
    /** Minutes that this computer's clock is ahead of AWS; negative behind, absent when AWS did not tell its own. */
    minutesOff: z.number().int().optional(),
    aws,
  }),
  of('ACCESS_DENIED', {
    denial: denial.optional(),
    targetId: text.optional(),
    document: text.optional(),
    sessionId: text.optional(),
    /** The role that was to be assumed. */
    roleArn: arn.optional(),
    aws,
    said,
  }),
  /** The node is given out on request, and it was not. `not-asked`: nobody filled the request in; `ended`: the granted time is over. */
  of('ACCESS_NOT_GRANTED', {
    how: z.enum(['not-asked', 'withdrawn', 'rejected', 'revoked', 'expired', 'ended']),
    targetId: text.optional(),
    requestId: text.optional(),
  }),
  of('DOCUMENT_INVALID', { document: text.optional(), aws, said }),
  /** The session document does not take the parameters that it was given, or lacks one. `parameter`: the one that AWS names. */
  of('DOCUMENT_PARAMETERS', { document: text.optional(), parameter: parameterName.optional(), aws }),
  of('THROTTLED', { aws, host: text.optional(), status: count.optional() }),
  of('NETWORK_UNREACHABLE', { aws }),
  of('TLS_UNTRUSTED', { aws, host: text.optional(), errorCode: text.optional(), said }),
  of('AWS_UNAVAILABLE', { aws }),
  of('AWS_REFUSED', { aws: awsAnswer }),
  /** The account encrypts sessions with a KMS key that is not there, is disabled or is to be deleted. */
  of('SESSION_KEY_UNUSABLE', { aws, said }),
] as const

const channel = {
  host: text.optional(),
  /** HTTP status of the upgrade's answer. */
  status: count.optional(),
  /** AWS's name of the error in that answer. */
  errorType: text.optional(),
  /** WebSocket close code. */
  closeCode: count.optional(),
  said,
}

/** The data channel and the programs that carry it. */
export const channelProblems = [
  of('DATA_CHANNEL_REFUSED', channel),
  of('DATA_CHANNEL_UNREACHABLE', { ...channel, errorCode: text.optional(), afterMs: milliseconds.optional() }),
  /** Nothing is sent to an address that is not AWS's; `said` names what is wrong with it. */
  of('DATA_CHANNEL_UNTRUSTED', { said: text }),
  of('HANDSHAKE_TIMED_OUT', {
    afterMs: milliseconds.optional(),
    /** What the agent was waited for. */
    step: z.enum(['request', 'complete']).optional(),
    engine: z.enum(['plugin', 'builtin']).optional(),
    said,
  }),
  of('HANDSHAKE_REJECTED', { said, agentVersion: text.optional() }),
  /** The agent's words named a local port or socket as the session's that is not: a second one, another program's, one never asked for. */
  of('AGENT_DISTRUSTED', { reason: z.enum(['second-port', 'foreign-port', 'socket']), port: count.optional() }),
  of('SESSION_DROPPED', { afterMs: milliseconds.optional(), said }),
  of('SESSION_ENDED', { aws, said }),
  of('SESSION_EXPIRED', { said }),
  of('ENGINE_NOT_FOUND', {
    /** The path that was chosen; absent when every usual place was looked at. */
    path: text.optional(),
  }),
  of('ENGINE_UNUSABLE', {
    path: text,
    reason: z.enum([
      'not-absolute',
      'path-refused',
      'writable-by-others',
      'not-executable',
      'not-a-version',
      'no-answer',
      'failed',
      'too-old',
      'changed',
      'signature-broken',
    ]),
    /** With `writable-by-others`: the file, or the folder above it, that they may write to. */
    where: text.optional(),
    version: text.optional(),
    /** With `failed`: how the program ended. */
    ending: text.optional(),
    said,
  }),
  of('ENGINE_FAILED', {
    reason: z.enum([
      'silent',
      'not-understood',
      'listen',
      'port-closed',
      'no-bytes',
      'no-terminal',
      'ended',
      'not-started',
      'cannot-start',
      'bad-stream',
    ]),
    path: text.optional(),
    /** With `ended`: `exit 3`, `SIGKILL`. */
    ending: text.optional(),
    said,
  }),
] as const

const localPort = z.number().int()
const port = { port: localPort, address: text.optional(), said }

/** This computer's ports, and the app's own house. */
export const appProblems = [
  of('PORT_TAKEN', { ...port, program: text.optional(), pid: count.optional() }),
  /** `why`: only an administrator's programs may listen there, or Windows keeps the range `first` to `last` for itself. */
  of('PORT_FORBIDDEN', {
    ...port,
    why: z.enum(['privileged', 'reserved']).optional(),
    first: localPort.optional(),
    last: localPort.optional(),
  }),
  /** The computer does not have this loopback address: a Mac has 127.0.0.1 alone until somebody adds another. */
  of('LOCAL_ADDRESS_MISSING', { port: localPort, address: text }),
  of('RELAY_STOPPED', {}),
  /** A tunnel is not opened to a network. `changed`: while the person was asked it was led elsewhere. */
  of('EXPOSURE_REFUSED', { why: z.enum(['of-production', 'own-programs', 'no-network', 'changed']) }),
  of('LOCAL_PORT_RESERVED', { port: localPort, tunnelName: text }),
  /** Clients of a local port that were closed for what they said first, or for whose they are. */
  of('CLIENT_REFUSED', {
    port: localPort,
    /** Where the port is, unless that is `localhost`. */
    address: text.optional(),
    tunnelId: text,
    tunnelName: text,
    client: refusedClient,
    clients: count,
  }),
  of('CATALOG_CORRUPT', {
    file: text,
    /** The name of the copy; absent when none could be made. */
    keptAs: text.optional(),
    reason: text,
    /** Tunnels that could not be read, by name or place; absent when none could. */
    names: z.array(text).optional(),
  }),
  of('CATALOG_NEWER', { file: text, version: z.number(), known: z.number() }),
  of('CATALOG_NOT_WRITTEN', { file: text, reason: text }),
  /** `file`: absent when the keychain was to take it. `reason`: the system's code (`EACCES`), or its words. */
  of('TOKEN_NOT_WRITTEN', { session, file: text.optional(), reason: text }),
  of('TOKEN_NOT_REMOVED', { session, file: text.optional(), reason: text }),
  /** `file`: the one of the Linux desktop. `reason`: the system's code (`EACCES`), `not-installed`, or `refused`. */
  of('LOGIN_ITEM_NOT_CHANGED', { file: text.optional(), reason: text }),
  /** `reason`: `edit-unsafe` where no line can be put into the file without harm, else the system's code. */
  of('SSH_CONFIG_NOT_WRITTEN', { file: text, reason: text }),
  /** `reason`: `edit-unsafe` where nothing can be added without a change of what others read, else the system's code. */
  of('AWS_CONFIG_NOT_WRITTEN', { file: text, reason: text }),
  /** A shell that has to be recorded can not be: it does not open, or is ended. `reason`: the system's code (`ENOSPC`). */
  of('RECORDING_NOT_WRITTEN', { reason: text, when: z.enum(['start', 'open']) }),
  of('RECORDING_UNREADABLE', { reason: z.enum(['gone', 'newer', 'not-ours', 'system']), said }),
  /** `reason`: the system's code, or `live` for one that is being written. */
  of('RECORDING_NOT_CHANGED', { task: z.enum(['delete', 'export']), reason: text }),
  /** The history of what happened is not kept, or was not exported. `reason`: the system's code. */
  of('ACTIVITY_NOT_WRITTEN', { task: z.enum(['keep', 'export']), reason: text }),
  /** What was asked for would end open connections, and nobody agreed to that yet. */
  of('CONNECTIONS_OPEN', { connections: count }),
  of('TUNNEL_UNKNOWN', {}),
  of('SHELL_UNKNOWN', {}),
  /** It has no session yet, so there is nothing to be shown. */
  of('SHELL_NOT_OPEN', {}),
  of('SHELLS_TOO_MANY', { most: count }),
  of('COMMANDS_TOO_MANY', { most: count }),
  /** The account is production, and nobody has agreed today to be there. `account`: its name, or its number. */
  of('PRODUCTION_NOT_AGREED', { account: text }),
  of('INPUT_INVALID', {
    call: text.optional(),
    /** The field, and what is wrong with it. */
    path: text.optional(),
    said,
  }),
  of('INTERNAL', { call: text.optional(), said }),
] as const
