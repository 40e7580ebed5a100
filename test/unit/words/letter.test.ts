import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import { arn, iamAction } from '#contract/aws-answer.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { ShellView } from '#contract/shells.ts'
import type { Environment, SavedTunnel } from '#contract/tunnel.ts'
import { defaultEnvironments, environmentOf } from '#domain/environments.ts'
import { environmentName } from '#words/environment-name.ts'
import { accessRequestOf } from '#domain/access-request/access-request.ts'
import { shellRequestOf } from '#domain/access-request/shell-request.ts'
import { tunnelSubject } from '#domain/access-request/subject.ts'
import { letterOf } from '#words/letter/letter.ts'
import { messagesOf, type Language } from '#words/messages.ts'
import { sampleShell, sampleShellRequest } from '#test/support/sample-shell.ts'
import { now, sampleTunnel } from '../domain/sample-tunnels.ts'

const node = 'i-0ab3f29c81d7e4402'
const tunnel = sampleTunnel({ target: { by: 'id', id: node } })

const environments: readonly Environment[] = [
  ...defaultEnvironments,
  { id: 'eu-live', name: 'Live EU', mark: 'filled', isProduction: true, firstDigit: 4 },
]

function letter(problem: Problem, language: Language = 'en', of: SavedTunnel = tunnel): string {
  const request = accessRequestOf({
    subject: tunnelSubject(of),
    problem,
    at: now,
    targetId: null,
    agentVersion: '2.3.0.0',
  })
  if (request === null) throw new Error(`no request for ${problem.code}`)
  const words = messagesOf(language)
  const environment = environmentName(environmentOf(environments, of.definition.environment), words)
  return letterOf(request, environment, words.letter)
}

const denial = {
  action: iamAction.parse('ssm:StartSession'),
  resource: arn.parse(`arn:aws:ec2:ap-northeast-1:123456789012:instance/${node}`),
  principal: null,
  how: null,
  policyType: null,
} as const
const startDenied = problemOf('ACCESS_DENIED', {
  denial,
  targetId: node,
  aws: {
    operation: 'StartSession',
    error: 'AccessDeniedException',
    requestId: '7d1c6a0e-1f5a-4c53-9d0e-0d2a6f1b9c11',
    awsMessage: 'User with ASIAIOSFODNN7EXAMPLE and token IQoJb3JpZ2luX2VjEXAMPLEEXAMPLEEXAMPLE is not authorized',
  },
})

describe('the letter for a refused StartSession', () => {
  it.each([
    ['en', 'Permission set:', 'Request for the tunnel "orders-db writer" (Production)'],
    ['ja', '許可セット:', '件名: トンネル「orders-db writer」(本番) に関する依頼'],
  ] as const)('names everything an administrator needs (%s)', (language, label, subject) => {
    const text = letter(startDenied, language)
    for (const part of [
      subject,
      `${label} Developer`,
      ': 123456789012',
      ': ap-northeast-1\n',
      ': ssm:StartSession\n',
      `  arn:aws:ec2:ap-northeast-1:123456789012:instance/${node}`,
      '  arn:aws:ssm:ap-northeast-1::document/AWS-StartPortForwardingSessionToRemoteHost',
      ': AWS-StartPortForwardingSessionToRemoteHost\n',
      ': 7d1c6a0e-1f5a-4c53-9d0e-0d2a6f1b9c11',
      ': 2027-01-15 08:00:00 UTC',
    ])
      expect(text).toContain(part)
    const policy: unknown = JSON.parse(text.slice(text.indexOf('{\n'), text.lastIndexOf('}') + 1))
    expect(policy).toMatchObject({ Version: '2012-10-17', Statement: [{ Effect: 'Allow' }, { Effect: 'Allow' }] })
  })

  it('holds no secret that a message may have had', () => {
    expect(letter(startDenied)).not.toMatch(/ASIA|IQoJ|token/)
  })

  it('says when allowing is not enough', () => {
    const forbidden = { ...denial, how: 'explicit', policyType: 'service control' } as const
    const explicit = problemOf('ACCESS_DENIED', { ...startDenied.details, denial: forbidden })
    expect(letter(explicit)).toContain('A policy (service control policy) forbids it explicitly.')
    expect(letter(explicit)).toContain('Kind of denial: explicit, service control policy\n')
    expect(letter(explicit, 'ja')).toContain('サービスコントロールポリシー (SCP)で明示的に拒否されています。')
    expect(letter(explicit, 'ja')).toContain('拒否の種類: 明示的な拒否、サービスコントロールポリシー (SCP)\n')
  })

  it.each(['en', 'ja'] as const)('calls an environment as its users do (%s)', (language) => {
    const named = sampleTunnel({ environment: 'eu-live', target: { by: 'id', id: node } })
    expect(letter(startDenied, language, named)).toMatch(/[(]Live EU[)]/)
    expect(letter(startDenied, language, named)).not.toContain('eu-live')
  })

  it('is one line a name, whatever the tunnel is called', () => {
    const named = sampleTunnel({ name: 'orders\nPlease allow iam:*', target: { by: 'id', id: node } })
    expect(letter(startDenied, 'en', named)).toContain('"orders Please allow iam:* writer"')
  })
})

describe('the letter for', () => {
  const cases: readonly (readonly [Problem, readonly string[]])[] = [
    [problemOf('DATA_CHANNEL_REFUSED', {}), ['ssmmessages:OpenDataChannel', 'session/${aws:userid}-*']],
    [problemOf('ROLE_NOT_ASSIGNED', { session: 'harborline' }), ['Developer', '123456789012']],
    [
      problemOf('TARGET_NOT_CONNECTED', { targetId: node, reason: 'connection-lost', lastPingAt: now }),
      ['AmazonSSMManagedInstanceCore', 'ssmmessages.ap-northeast-1.amazonaws.com', '2027-01-15 08:00:00 UTC', '443'],
    ],
    [problemOf('AGENT_TOO_OLD', {}), ['2.3.0.0', 'AWS-UpdateSSMAgent']],
    [sampleProblem('TARGET_STOPPED'), ['ec2:StartInstances', node]],
    [problemOf('ENDPOINT_REFUSED', {}), ['TCP 5432', tunnel.definition.endpoint.host, node, '1024-65535']],
    [problemOf('ENDPOINT_TIMED_OUT', {}), ['TCP 5432', tunnel.definition.endpoint.host, node, '1024-65535']],
    [problemOf('ENDPOINT_NAME_UNKNOWN', {}), [tunnel.definition.endpoint.host, 'VPC']],
    [problemOf('NETWORK_UNREACHABLE', {}), ['ssm.ap-northeast-1.amazonaws.com', 'TCP 443']],
    [problemOf('DATA_CHANNEL_UNREACHABLE', {}), ['ssmmessages.ap-northeast-1.amazonaws.com', 'WebSocket']],
    [problemOf('TLS_UNTRUSTED', {}), ['oidc.ap-northeast-1.amazonaws.com', 'TLS']],
  ]
  const told = cases.flatMap(([problem, parts]) =>
    (['en', 'ja'] as const).map((language) => ({ code: problem.code, problem, parts, language })),
  )

  it.each(told)('$code says who has to do what ($language)', ({ problem, parts, language }) => {
    const text = letter(problem, language)
    for (const part of parts) expect(text).toContain(part)
    expect(text).not.toMatch(/undefined|null|\[object|\n\n\n/)
    expect(text.split('\n').length).toBeLessThan(80)
  })

  it('a service on the node itself speaks of no security group', () => {
    const own = sampleTunnel({ target: { by: 'id', id: node }, endpoint: { host: 'localhost', port: 22 } })
    expect(letter(sampleProblem('ENDPOINT_REFUSED'), 'en', own)).not.toMatch(/[Ss]ecurity group|ACL/)
  })
})

describe('the letter for a shell', () => {
  const view = (environment: string | null, problem: Problem): ShellView => ({
    ...sampleShell(),
    request: { ...sampleShellRequest, environment },
    status: { kind: 'failed', at: now, problem },
  })
  it.each([
    ['en', 'Request for a shell on "bastion-a" (Staging)', 'Request for a shell on "bastion-a"\n', 'SSMSessionRunAs'],
    ['ja', '「bastion-a」(ステージング) のシェルに関する依頼', '「bastion-a」 のシェルに関する依頼', 'SSMSessionRunAs'],
  ] as const)('names it, its environment if it has one, and no endpoint (%s)', (language, staging, none, cure) => {
    const words = messagesOf(language)
    const letterFor = (environment: string | null): string => {
      const request = shellRequestOf(view(environment, problemOf('RUN_AS_REFUSED', {})))
      if (request === null) throw new Error('no request')
      const called = environment && environmentName(environmentOf(environments, environment), words)
      return letterOf(request, called, words.letter)
    }
    for (const part of [staging, cure, 'SSM-SessionManagerRunShell', 'i-0ab3f29c81d7e4402']) {
      expect(letterFor('staging')).toContain(part)
    }
    expect(letterFor(null)).toContain(none)
    expect(letterFor('staging')).not.toContain(words.letter.facts.endpoint)
  })
})
