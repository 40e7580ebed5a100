import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import { canBeRequested, remedyOf } from '#domain/problem/traits.ts'
import { arn, iamAction } from '#contract/aws-answer.ts'
import { problemCode, type Problem, type ProblemCode, type ProblemDetails } from '#contract/problem.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { sampleShell, sampleShellRequest } from '#test/support/sample-shell.ts'
import { accessRequestOf, type AccessRequest } from '#domain/access-request/access-request.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { shellRequestOf } from '#domain/access-request/shell-request.ts'
import { tunnelSubject } from '#domain/access-request/subject.ts'
import { now, sampleTunnel } from './sample-tunnels.ts'

const node = 'i-0ab3f29c81d7e4402'
const nodeArn = `arn:aws:ec2:ap-northeast-1:123456789012:instance/${node}`
const documentArn = 'arn:aws:ssm:ap-northeast-1::document/AWS-StartPortForwardingSessionToRemoteHost'
const byId = sampleTunnel({ target: { by: 'id', id: node } })
const byTag = sampleTunnel()

const requestFor = (problem: Problem, tunnel: SavedTunnel = byId): AccessRequest | null =>
  accessRequestOf({ subject: tunnelSubject(tunnel), problem, at: now, targetId: null, agentVersion: '2.3.0.0' })
const needFor = (problem: Problem, tunnel?: SavedTunnel) => requestFor(problem, tunnel)?.need
type Denied = ProblemDetails['ACCESS_DENIED']
const aws = (operation: string) => ({ operation, error: 'AccessDeniedException', awsMessage: '', requestId: null })
const nothing = { action: null, resource: null, principal: null, how: null, policyType: null } as const
const startSession = { ...nothing, action: iamAction.parse('ssm:StartSession') } as const
const denied = (details: Denied): Problem => problemOf('ACCESS_DENIED', { targetId: node, ...details })
const startDenied = denied({
  document: 'AWS-StartPortForwardingSessionToRemoteHost',
  denial: {
    ...startSession,
    resource: arn.parse(nodeArn),
    principal: arn.parse('arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developer_1/ann@example.com'),
    policyType: 'identity-based',
    how: 'implicit',
  },
  aws: { ...aws('StartSession'), requestId: '7d1c6a0e-1f5a-4c53-9d0e-0d2a6f1b9c11' },
})
const documentCheck = { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } }

describe('a refused StartSession', () => {
  it('asks for the node and the document, each in a statement of its own', () => {
    const request = requestFor(startDenied)
    expect(request).toMatchObject({
      code: 'ACCESS_DENIED',
      at: now,
      requestId: '7d1c6a0e-1f5a-4c53-9d0e-0d2a6f1b9c11',
      scope: { accountId: '123456789012', region: 'ap-northeast-1' },
      need: { action: 'ssm:StartSession', resources: [nodeArn, documentArn], denial: { how: 'implicit' } },
    })
    expect(request?.need).toHaveProperty('policy', {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'CulvertNode',
          Effect: 'Allow',
          Action: 'ssm:StartSession',
          Resource: nodeArn,
          Condition: documentCheck,
        },
        {
          Sid: 'CulvertDocument',
          Effect: 'Allow',
          Action: 'ssm:StartSession',
          Resource: documentArn,
          Condition: documentCheck,
        },
      ],
    })
  })

  it('names the document first when it is the document that was refused', () => {
    expect(needFor(denied({ denial: { ...startSession, resource: arn.parse(documentArn) } }))).toMatchObject({
      resources: [documentArn, nodeArn],
    })
  })

  it('allows the tags of a rule, not the node that carries them today, and no variable of IAM by accident', () => {
    const tags = [
      { key: 'Role', value: 'bastion' },
      { key: 'Team', value: '${aws:username}' },
    ]
    const need = needFor(startDenied, sampleTunnel({ target: { by: 'tag', tags } }))
    expect(need).toMatchObject({
      resources: [nodeArn, documentArn],
      policy: {
        Statement: [
          {
            Resource: [
              'arn:aws:ec2:ap-northeast-1:123456789012:instance/*',
              'arn:aws:ssm:ap-northeast-1:123456789012:managed-instance/*',
            ],
            Condition: {
              StringEquals: { 'ssm:resourceTag/Role': 'bastion', 'ssm:resourceTag/Team': '${$}{aws:username}' },
              ...documentCheck,
            },
          },
          { Resource: documentArn },
        ],
      },
    })
  })

  it.each([
    ['a hybrid node', { target: { by: 'id', id: 'mi-07c2e9f1b4d8a6053' } }, 'managed-instance/mi-07c2e9f1b4d8a6053'],
    ['GovCloud', { region: 'us-gov-west-1' }, 'arn:aws-us-gov:ec2:us-gov-west-1:123456789012:instance/'],
    ['China', { region: 'cn-north-1' }, 'arn:aws-cn:ssm:cn-north-1::document/AWS-'],
    [
      'the tasks of a service, which are others after each deployment',
      { target: { by: 'ecs', cluster: 'ledger', service: 'worker', container: 'app' } },
      '"arn:aws:ecs:ap-northeast-1:123456789012:task/ledger/*"',
    ],
    ['the service on the node', { endpoint: { host: '127.0.0.1', port: 22 } }, 'AWS-StartPortForwardingSession"'],
  ] as const)('has the right ARNs for %s', (_, change, part) => {
    const problem = problemOf('ACCESS_DENIED', { aws: aws('StartSession') })
    expect(JSON.stringify(needFor(problem, sampleTunnel({ target: { by: 'id', id: node }, ...change })))).toContain(
      part,
    )
  })

  it('knows the account of a named profile by the ARNs that AWS names, and else leaves it open', () => {
    const named = sampleTunnel({ profile: { type: 'named', name: 'work' }, target: { by: 'id', id: node } })
    expect(requestFor(startDenied, named)?.scope.accountId).toBe('123456789012')
    const silent = requestFor(denied({ aws: aws('StartSession') }), named)
    expect(silent?.scope.accountId).toBeNull()
    expect(silent?.need).toMatchObject({ resources: [`arn:aws:ec2:ap-northeast-1:*:instance/${node}`, documentArn] })
  })
})

describe('other refusals', () => {
  const own = 'arn:aws:ssm:ap-northeast-1:123456789012:session/${aws:userid}-*'

  it.each([
    ['DescribeInstanceInformation', {}, 'ssm:DescribeInstanceInformation', '*', '*'],
    ['DescribeInstances', {}, 'ec2:DescribeInstances', '*', '*'],
    [
      'TerminateSession',
      { sessionId: 'ann-1' },
      'ssm:TerminateSession',
      'arn:aws:ssm:ap-northeast-1:123456789012:session/ann-1',
      own,
    ],
    ['ResumeSession', {}, 'ssm:ResumeSession', own, own],
    [
      'AssumeRole',
      { roleArn: arn.parse('arn:aws:iam::123456789012:role/db') },
      'sts:AssumeRole',
      'arn:aws:iam::123456789012:role/db',
      'arn:aws:iam::123456789012:role/db',
    ],
  ])('of %s ask for that and no more', (operation, details, action, resource, allowed) => {
    expect(needFor(problemOf('ACCESS_DENIED', { aws: aws(operation), ...details }))).toMatchObject({
      kind: 'permission',
      action,
      resources: [resource],
      policy: { Statement: [{ Effect: 'Allow', Action: action, Resource: allowed }] },
    })
  })

  it('of the data channel ask for the sessions of the caller', () => {
    expect(needFor(problemOf('DATA_CHANNEL_REFUSED', { status: 403 }))).toMatchObject({
      action: 'ssmmessages:OpenDataChannel',
      policy: { Statement: [{ Resource: own }] },
    })
  })

  it('that tell nothing make no request', () => {
    expect(requestFor(problemOf('ACCESS_DENIED', { said: 'no' }))).toBeNull()
  })

  it('take nothing for an ARN or an action that has anything around it', () => {
    const role = 'arn:aws:iam::111122223333:role/dba'
    expect([arn.safeParse(role).success, iamAction.safeParse('ssm:StartSession').success]).toEqual([true, true])
    for (const around of [`see ${role}`, `${role} and more`, `${role}\n`, `\n${role}`])
      expect(arn.safeParse(around).success).toBe(false)
    for (const around of ['x ssm:StartSession', 'ssm:StartSession now', 'ssm:StartSession\n'])
      expect(iamAction.safeParse(around).success).toBe(false)
  })

  it('can not put words of their own into it', () => {
    const hostile = denied({
      document: 'AWS-X"\n"Effect": "Allow", "Action": "iam:*\u202e',
      targetId: 'i-1\nPlease also allow iam:*\u202e',
      aws: { ...aws('StartSession'), requestId: 'a\nPlease also allow iam:*\u202e' },
    })
    const request = requestFor(hostile)
    expect(request?.need).toMatchObject({ action: 'ssm:StartSession' })
    expect(request?.requestId).toBe('a Please also allow iam:*')
    expect(`${request?.scope.targetId}${request?.scope.document}`).not.toMatch(/[\n\u202e]/)
  })
})

describe('what others have to do', () => {
  const remote = byTag.definition.endpoint
  it.each<[Problem, object]>([
    [problemOf('ROLE_NOT_ASSIGNED', { session: 'harborline' }), { kind: 'assignment', roleName: 'Developer' }],
    [
      problemOf('TARGET_NOT_CONNECTED', { targetId: node, reason: 'connection-lost', lastPingAt: now }),
      {
        kind: 'agent',
        reason: 'connection-lost',
        lastPingAt: now,
        managedPolicy: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
        hosts: expect.arrayContaining(['ssmmessages.ap-northeast-1.amazonaws.com']) as string[],
      },
    ],
    [problemOf('AGENT_TOO_OLD', {}), { kind: 'agent-update', version: '2.3.0.0' }],
    [
      sampleProblem('TARGET_STOPPED'),
      { kind: 'start-node', policy: { Statement: [{ Action: 'ec2:StartInstances', Resource: nodeArn }] } },
    ],
    [problemOf('ENDPOINT_REFUSED', {}), { kind: 'endpoint', endpoint: remote, answer: 'refused', where: 'remote' }],
    [problemOf('ENDPOINT_TIMED_OUT', {}), { kind: 'endpoint', endpoint: remote, answer: 'silence', where: 'remote' }],
    [problemOf('ENDPOINT_NAME_UNKNOWN', {}), { kind: 'name', host: remote.host }],
    [problemOf('NETWORK_UNREACHABLE', {}), { kind: 'network', trouble: 'unreachable' }],
    [problemOf('PROXY_REFUSED', { status: 403 }), { kind: 'network', trouble: 'unreachable' }],
    [problemOf('DATA_CHANNEL_UNREACHABLE', {}), { kind: 'network', trouble: 'unreachable' }],
    [problemOf('TLS_UNTRUSTED', {}), { kind: 'network', trouble: 'certificate' }],
  ])('follows from $code', (problem, need) => {
    expect(remote.port).toBe(5_432)
    expect(needFor(problem)).toMatchObject(need)
  })

  it('is nothing for what only the user can put right', () => {
    const others: readonly ProblemCode[] = [
      'PORT_TAKEN',
      'SIGN_IN_REQUIRED',
      'CLOCK_SKEWED',
      'ENGINE_NOT_FOUND',
      'INTERNAL',
    ]
    for (const code of others) expect(requestFor(sampleProblem(code)), code).toBeNull()
  })

  it('is known for each problem that is offered one, and for no other', () => {
    for (const code of problemCode.options)
      expect(requestFor(sampleProblem(code)) !== null, code).toBe(canBeRequested({ code }))
  })

  it('is offered wherever it is the remedy', () => {
    const asked = problemCode.options.filter((code) => remedyOf({ code }) === 'copy-request')
    expect(asked.length).toBeGreaterThan(0)
    for (const code of asked) expect(canBeRequested({ code }), code).toBe(true)
  })
})

describe('a request for a shell', () => {
  const shell = (problem: Problem, request: Partial<ShellRequest> = {}): AccessRequest | null =>
    shellRequestOf({
      ...sampleShell(),
      request: { ...sampleShellRequest, ...request },
      status: { kind: 'failed', at: now, problem },
    })
  const denied = (resource: string): Problem =>
    problemOf('ACCESS_DENIED', {
      denial: {
        action: iamAction.parse('ssm:StartSession'),
        resource: arn.parse(resource),
        principal: null,
        how: 'implicit',
        policyType: null,
      },
    })

  it('asks for the node and for the account’s own document', () => {
    const node = 'arn:aws:ec2:ap-northeast-1:123456789012:instance/i-0ab3f29c81d7e4402'
    const request = shell(denied(node))
    const document = 'arn:aws:ssm:ap-northeast-1:123456789012:document/SSM-SessionManagerRunShell'
    expect(request?.need).toMatchObject({ kind: 'permission', resources: [node, document] })
    expect(request?.subject).toMatchObject({ of: 'shell', name: 'bastion-a', endpoint: null })
  })

  it('asks for the document of a command', () => {
    const program = { run: 'command', command: 'uptime', terminal: true } as const
    const request = shell(denied('arn:aws:ec2:ap-northeast-1:123456789012:instance/i-0ab3f29c81d7e4402'), { program })
    expect(JSON.stringify(request?.need)).toContain('arn:aws:ssm:ap-northeast-1::document/AWS-StartInteractiveCommand')
  })

  it('asks for the key’s permission, for the key, and for the user that shells run as', () => {
    const aws = { operation: 'GenerateDataKey', error: 'AccessDenied', awsMessage: '', requestId: null }
    expect(shell(problemOf('ACCESS_DENIED', { aws }))?.need).toMatchObject({ action: 'kms:GenerateDataKey' })
    expect(shell(problemOf('SESSION_KEY_UNUSABLE', {}))?.need).toEqual({ kind: 'session-key' })
    expect(shell(problemOf('HYBRID_TIER_STANDARD', {}))?.need).toMatchObject({
      kind: 'hybrid-tier',
      setting: expect.stringMatching(/:servicesetting\/ssm\/managed-instance\/activation-tier$/) as string,
    })
    expect(shell(problemOf('RUN_AS_REFUSED', {}))?.need).toEqual({ kind: 'run-as' })
  })

  it('is none for a shell that is well, or that nobody else can help', () => {
    expect(shellRequestOf(sampleShell())).toBeNull()
    expect(shell(problemOf('SESSION_ENDED', {}))).toBeNull()
    expect(shell(problemOf('ENDPOINT_REFUSED', {}))).toBeNull()
  })
})
