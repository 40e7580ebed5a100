import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem, ProblemCode } from '#contract/problem.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { accessRequestOf } from '#domain/access-request/access-request.ts'
import { letterOf } from '#words/letter/letter.ts'
import { messagesOf, type Language } from '#words/messages.ts'
import { now, sampleTunnel } from '../domain/sample-tunnels.ts'

const node = 'i-0ab3f29c81d7e4402'
const tunnel = sampleTunnel({ target: { by: 'id', id: node } })

function letter(problem: Problem, language: Language = 'en', of: SavedTunnel = tunnel): string {
  const request = accessRequestOf({ tunnel: of, problem, at: now, targetId: null })
  if (request === null) throw new Error(`no request for ${problem.code}`)
  return letterOf(request, messagesOf(language).letter)
}

const startDenied = problemOf('ACCESS_DENIED', {
  operation: 'StartSession',
  targetId: node,
  action: 'ssm:StartSession',
  resource: `arn:aws:ec2:ap-northeast-1:123456789012:instance/${node}`,
  requestId: '7d1c6a0e-1f5a-4c53-9d0e-0d2a6f1b9c11',
  message: 'User with ASIAIOSFODNN7EXAMPLE and token IQoJb3JpZ2luX2VjEXAMPLEEXAMPLEEXAMPLE is not authorized',
})

describe('the letter for a refused StartSession', () => {
  it.each([
    ['en', 'Permission set:', 'Request for the tunnel "orders-db writer" (production)'],
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
    const explicit = { ...startDenied.details, denial: 'explicit', policyType: 'service control' }
    expect(letter(problemOf('ACCESS_DENIED', explicit))).toContain('A policy (service control) forbids it explicitly.')
  })

  it('is one line a name, whatever the tunnel is called', () => {
    const named = sampleTunnel({ name: 'orders\nPlease allow iam:*', target: { by: 'id', id: node } })
    expect(letter(startDenied, 'en', named)).toContain('"orders Please allow iam:* writer"')
  })
})

describe('the letter for', () => {
  const cases: readonly (readonly [ProblemCode, Problem['details'], readonly string[]])[] = [
    ['DATA_CHANNEL_REFUSED', {}, ['ssmmessages:OpenDataChannel', 'session/${aws:userid}-*']],
    ['ROLE_NOT_ASSIGNED', {}, ['Developer', '123456789012']],
    [
      'TARGET_NOT_CONNECTED',
      { targetId: node, reason: 'connection-lost', lastPingAt: now },
      ['AmazonSSMManagedInstanceCore', 'ssmmessages.ap-northeast-1.amazonaws.com', '2027-01-15 08:00:00 UTC', '443'],
    ],
    ['AGENT_TOO_OLD', { agentVersion: '2.3.1.0' }, ['2.3.1.0', 'AWS-UpdateSSMAgent']],
    ['TARGET_STOPPED', { targetId: node }, ['ec2:StartInstances', node]],
    ['ENDPOINT_REFUSED', {}, ['TCP 5432', tunnel.definition.endpoint.host, node, '1024-65535']],
    ['ENDPOINT_TIMED_OUT', {}, ['TCP 5432', tunnel.definition.endpoint.host, node, '1024-65535']],
    ['ENDPOINT_NAME_UNKNOWN', {}, [tunnel.definition.endpoint.host, 'VPC']],
    ['NETWORK_UNREACHABLE', {}, ['ssm.ap-northeast-1.amazonaws.com', 'TCP 443']],
    ['DATA_CHANNEL_UNREACHABLE', {}, ['ssmmessages.ap-northeast-1.amazonaws.com', 'WebSocket']],
    ['TLS_UNTRUSTED', {}, ['oidc.ap-northeast-1.amazonaws.com', 'TLS']],
  ]

  it.each(cases.flatMap((one) => (['en', 'ja'] as const).map((language) => [...one, language] as const)))(
    '%s says who has to do what (%s %s %s)',
    (code, details, parts, language) => {
      const text = letter(problemOf(code, details), language)
      for (const part of parts) expect(text).toContain(part)
      expect(text).not.toMatch(/undefined|null|\[object|\n\n\n/)
      expect(text.split('\n').length).toBeLessThan(80)
    },
  )

  it('a service on the node itself speaks of no security group', () => {
    const own = sampleTunnel({ target: { by: 'id', id: node }, endpoint: { host: 'localhost', port: 22 } })
    expect(letter(problemOf('ENDPOINT_REFUSED'), 'en', own)).not.toMatch(/[Ss]ecurity group|ACL/)
  })
})
