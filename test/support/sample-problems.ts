import { arn, iamAction, parameterName, type AwsAnswer } from '#contract/aws-answer.ts'
import type { Problem, ProblemCode, ProblemDetails, ProblemOf } from '#contract/problem.ts'
import type { Failure } from '#domain/result.ts'

const aws: AwsAnswer = {
  operation: 'StartSession',
  error: 'SomeException',
  awsMessage: 'As AWS says it',
  requestId: '7d1c6a0e-1f5a-4c53-9d0e-0d2a6f1b9c11',
}
const session = 'harborline'
const mfaDevice = {
  device: '6f0b1d6e-0c1c-4f0e-9d55-2a1f4f0a7c31',
  serial: 'arn:aws:iam::123456789012:mfa/mika-phone',
  profile: 'orders-mfa',
}
const node = 'i-0ab3f29c81d7e4402'
const said = 'As the other side says it'
const channel = { host: 'ssmmessages.example', status: 403, errorType: 'Forbidden', said }
const endpoint = { host: 'db.internal', port: 6_543, said }
const container = { cluster: 'platform', task: '9f2c47d1e08b4a6c93f5d2708be14a6c', container: 'toolbox' }
const port = { port: 15_432, address: '127.0.0.1', said }

/** Every code with all that can be known of it. */
const samples: ProblemDetails = {
  PORT_TAKEN: { ...port, program: 'postgres', pid: 812 },
  PORT_FORBIDDEN: { ...port, why: 'reserved', first: 15_400, last: 15_499 },
  LOCAL_ADDRESS_MISSING: { port: 5_432, address: '127.0.0.2' },
  RELAY_STOPPED: {},
  CLIENT_REFUSED: {
    port: 19_200,
    tunnelId: '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01',
    tunnelName: 'catalog-search',
    client: {
      reason: 'web',
      protocol: 'http',
      origin: 'http://feedback-widget.example',
      browser: 'Chrome',
      host: 'localhost:19200',
      fault: 'origin',
    },
    clients: 3,
  },
  EXPOSURE_REFUSED: { why: 'of-production' },
  LOCAL_PORT_RESERVED: { port: 15_432, tunnelName: 'orders-db' },
  SIGN_IN_REQUIRED: { session },
  SIGN_IN_OTHER_IDENTITY: {
    session: 'arn:aws:iam::111122223333:user/rin',
    identity: 'arn:aws:iam::111122223333:user/sora',
  },
  IDENTITY_CHANGED: {
    profile: 'orders',
    was: { accountId: '111122223333', name: 'DatabaseTunnel' },
    is: { accountId: '444455556666', name: 'DatabaseTunnel' },
  },
  SIGN_IN_DENIED: { session, aws, said },
  SIGN_IN_CODE_EXPIRED: { session, aws },
  SIGN_IN_TIMED_OUT: { session, minutes: 10 },
  SIGN_IN_CANCELLED: { session },
  MFA_CODE_REQUIRED: { ...mfaDevice, before: 'ended' },
  MFA_CODE_REFUSED: { ...mfaDevice, reason: 'clock', secondsOff: 95, aws },
  MFA_NOT_ANSWERED: { ...mfaDevice, how: 'too-late', minutes: 10 },
  MFA_DEVICE_REFUSED: { ...mfaDevice, aws },
  SIGN_IN_CALLBACK_UNAVAILABLE: { said },
  START_URL_WRONG: { session, startUrl: 'https://wrong.example/start', region: 'eu-west-1', aws, said },
  START_URL_ELSEWHERE: {
    session,
    startUrl: 'https://aws.harborline.example',
    why: 'elsewhere',
    leadsTo: 'evil.example',
  },
  TOKEN_REVOKED: { session, aws },
  ROLE_NOT_ASSIGNED: {
    session,
    accountId: '123456789012',
    roleName: 'Admin',
    available: ['ReadOnly', 'PowerUser'],
    aws,
  },
  PROFILE_INVALID: {
    reason: 'source-missing',
    profile: 'work',
    file: '/home/mika/.aws/config',
    line: 12,
    source: 'base',
    aws,
    said,
  },
  CREDENTIAL_PROCESS_FAILED: { profile: 'work', program: '/opt/vault/aws-keys', reason: 'failed', exitCode: 3, said },
  CREDENTIALS_INVALID: { profile: 'work', aws, said },
  SIGN_IN_UNKNOWN: { session, startUrl: 'https://harborline.example/start' },
  SIGN_IN_IN_USE: { session, profiles: ['work', 'play'] },
  CLOCK_SKEWED: { minutesOff: -7, aws },
  ACCESS_DENIED: {
    denial: {
      action: iamAction.parse('ssm:StartSession'),
      resource: arn.parse(`arn:aws:ec2:ap-northeast-1:123456789012:instance/${node}`),
      principal: arn.parse('arn:aws:sts::123456789012:assumed-role/Developer/mika'),
      how: 'explicit',
      policyType: 'service control',
    },
    targetId: node,
    document: 'AWS-StartPortForwardingSessionToRemoteHost',
    aws,
  },
  ACCESS_NOT_GRANTED: { how: 'rejected', targetId: node, requestId: 'oi-0a1b2c3d4e5f' },
  DOCUMENT_INVALID: { document: 'AWS-StartPortForwardingSession', aws, said },
  INSTANCE_NOT_STARTED: { targetId: node, reason: 'capacity', aws },
  DOCUMENT_PARAMETERS: { document: 'Harborline-FollowLog', parameter: parameterName.parse('file'), aws },
  THROTTLED: { aws, host: 'ssmmessages.example' },
  NETWORK_UNREACHABLE: { aws },
  TLS_UNTRUSTED: { aws, host: 'ssmmessages.example', errorCode: 'CERT_HAS_EXPIRED', said },
  PROXY_UNUSABLE: { variable: 'HTTPS_PROXY', reason: 'scheme', scheme: 'ftp' },
  PROXY_SIGN_IN: { schemes: ['negotiate', 'ntlm'] },
  PROXY_REFUSED: { status: 403, said },
  PROXY_SCRIPT_SILENT: { afterMs: 5_000 },
  AWS_UNAVAILABLE: { aws },
  AWS_REFUSED: { aws },
  SESSION_KEY_UNUSABLE: { aws, said },
  DATA_CHANNEL_REFUSED: channel,
  DATA_CHANNEL_UNREACHABLE: { ...channel, afterMs: 10_000 },
  DATA_CHANNEL_UNTRUSTED: { said },
  HANDSHAKE_TIMED_OUT: { afterMs: 15_000, step: 'request', engine: 'builtin', said },
  HANDSHAKE_REJECTED: { said, agentVersion: '3.2.582.0' },
  AGENT_DISTRUSTED: { reason: 'foreign-port', port: 22 },
  SESSION_DROPPED: { afterMs: 30_000, said },
  SESSION_ENDED: { aws, said },
  SESSION_EXPIRED: { said },
  ENGINE_NOT_FOUND: { path: '/opt/plugin' },
  CERTIFICATE_FILE_UNUSABLE: { path: '/home/mika/corp-root.pem', reason: 'expired' },
  ENGINE_UNUSABLE: { path: '/opt/plugin', reason: 'too-old', version: '1.2.463.0', said },
  ENGINE_FAILED: { path: '/opt/plugin', reason: 'ended', ending: 'SIGKILL', said },
  TARGET_NOT_FOUND: { targetId: node, region: 'ap-northeast-1', aws, said },
  TARGET_NO_MATCH: { rule: 'Role=bastion', region: 'ap-northeast-1' },
  TARGET_AMBIGUOUS: { address: '10.40.10.12', region: 'ap-northeast-1', targetIds: [node, 'i-0c7e41d8b5a90f236'] },
  TASK_NOT_FOUND: {
    cluster: 'platform',
    service: 'web',
    container: 'app',
    region: 'ap-northeast-1',
    missing: 'container',
    containers: ['web', 'log-router'],
    aws,
  },
  TARGET_STOPPED: { targetId: node, targetName: 'bastion-a', state: 'stopped', matches: 3 },
  TARGET_NOT_CONNECTED: {
    targetId: node,
    reason: 'connection-lost',
    lastPingAt: Date.UTC(2026, 10, 22, 9),
    agentVersion: '3.2.582.0',
    state: 'running',
    matches: 1,
    aws,
    said,
  },
  HYBRID_TIER_STANDARD: { targetId: 'mi-07c2e9f1b4d8a6053', aws },
  AGENT_TOO_OLD: { said },
  CONTAINER_NOT_RUNNING: { ...container, aws },
  EXEC_NOT_ENABLED: container,
  EXEC_UNSUPPORTED: { ...container, platform: 'Fargate 1.3.0' },
  EXEC_AGENT_NOT_RUNNING: { ...container, reason: said },
  EXEC_SESSIONS_FULL: { ...container, open: 2 },
  RUN_AS_REFUSED: { said },
  ENDPOINT_REFUSED: endpoint,
  ENDPOINT_TIMED_OUT: endpoint,
  ENDPOINT_NAME_UNKNOWN: { said },
  ENDPOINT_FORBIDDEN: { said },
  CATALOG_CORRUPT: {
    file: 'tunnels.json',
    keptAs: 'tunnels.corrupt-1.json',
    reason: 'unusable entries',
    names: ['a', 'b'],
  },
  CATALOG_NEWER: { file: 'tunnels.json', version: 9, known: 1 },
  CATALOG_NOT_WRITTEN: { file: 'tunnels.json', reason: 'EACCES' },
  TOKEN_NOT_WRITTEN: { session, file: '/home/mika/.aws/sso/cache/1.json', reason: 'keychain locked' },
  TOKEN_NOT_REMOVED: { session, file: '/home/mika/.aws/sso/cache/1.json', reason: 'keychain locked' },
  AWS_CONFIG_NOT_WRITTEN: { file: '~/.aws/config', reason: 'EACCES' },
  SSH_CONFIG_NOT_WRITTEN: { file: '~/.ssh/config', reason: 'EACCES' },
  LOGIN_ITEM_NOT_CHANGED: { file: '/home/mika/.config/autostart/culvert.desktop', reason: 'EACCES' },
  RECORDING_NOT_WRITTEN: { reason: 'ENOSPC', when: 'open' },
  RECORDING_UNREADABLE: { reason: 'system', said },
  ACTIVITY_NOT_WRITTEN: { task: 'export', reason: 'EACCES' },
  RECORDING_NOT_CHANGED: { task: 'export', reason: 'EACCES' },
  CONNECTIONS_OPEN: { connections: 3 },
  TUNNEL_UNKNOWN: {},
  SHELL_UNKNOWN: {},
  SHELL_NOT_OPEN: {},
  SHELLS_TOO_MANY: { most: 100 },
  COMMANDS_TOO_MANY: { most: 500 },
  FILES_UNKNOWN: {},
  FILES_NOT_OPEN: {},
  FILES_TOO_MANY: { most: 20, what: 'sessions' },
  TRANSFER_NOT_LOGGED: { reason: 'ENOSPC' },
  FILES_SHELL_UNUSABLE: { missing: 'base64', said },
  SSH_HOST_KEY_CHANGED: { targetId: node, known: 'SHA256:aaaa', found: 'SHA256:bbbb' },
  FILE_FORBIDDEN: { side: 'there', name: '/srv/orders/core.21884' },
  FILE_GONE: { side: 'here', name: 'seed.sql.gz' },
  FILE_CHANGED: { side: 'there', name: '/var/log/access.log' },
  DISK_FULL: { side: 'there', name: '/srv/orders' },
  FILE_FAILED: { side: 'here', name: 'heap.hprof', reason: 'EIO' },
  PRODUCTION_NOT_AGREED: { account: 'orders-prod' },
  INPUT_INVALID: { call: 'tunnel.save', path: 'localPort', said },
  INTERNAL: { call: 'tunnel.save', said },
}

/** A problem of a code, with all that can be known of it. */
export function sampleProblem<C extends ProblemCode>(code: C): ProblemOf<C> {
  return { code, details: samples[code] }
}

/** A failure with {@link sampleProblem}. */
export function sampleFailure<C extends ProblemCode>(code: C): Failure<C> {
  return { ok: false, error: sampleProblem(code) }
}

/** The name under which a damaged file was kept; empty when the problem is another one. */
export function keptAs(problem: Problem | undefined): string {
  return problem?.code === 'CATALOG_CORRUPT' ? (problem.details.keptAs ?? '') : ''
}
