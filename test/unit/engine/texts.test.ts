import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import { isNewer } from '#relay/engine/builtin/agent-version.ts'
import { earlyCloseProblem, refusalProblem, unreachableProblem } from '#relay/engine/builtin/channel-problem.ts'
import { closingProblem } from '#relay/engine/closing-text.ts'

describe('closingProblem', () => {
  it.each([
    ['', 'SESSION_ENDED'],
    ['Forwarding to IP address 169.254.169.254 is forbidden.', 'ENDPOINT_FORBIDDEN'],
    ['lookup db.internal on 10.0.0.2:53: no such host', 'ENDPOINT_NAME_UNKNOWN'],
    ['Unable to connect to specified port: dial tcp 127.0.0.1:5432: connect: connection refused', 'ENDPOINT_REFUSED'],
    ['Unable to connect to specified port: dial tcp 10.0.0.9:5432: i/o timeout', 'ENDPOINT_TIMED_OUT'],
    [
      '\n----------ERROR-------\nEncountered error while initiating handshake. Handshake timed out. Please ensure that you have the latest version of the session manager plugin.',
      'HANDSHAKE_TIMED_OUT',
    ],
    [
      '\n----------ERROR-------\nEncountered error while initiating handshake. Fetching data key failed',
      'HANDSHAKE_REJECTED',
    ],
    [
      '\n----------ERROR-------\nSetting up data channel with id x failed: failed to create websocket',
      'TARGET_NOT_CONNECTED',
    ],
    [
      'Plugin with name Port is not supported by this version of ssm agent, please update to latest version. Step name: Port',
      'AGENT_TOO_OLD',
    ],
    ['Port number is empty in session properties.', 'DOCUMENT_INVALID'],
    ['Session terminated because it was idle for 20 minutes', 'SESSION_EXPIRED'],
    ['Session timed out due to inactivity', 'SESSION_EXPIRED'],
    ['The maximum session duration was reached', 'SESSION_EXPIRED'],
    ['Something else', 'SESSION_ENDED'],
  ])('reads %j as %s', (output, code) => {
    expect(closingProblem(output).code).toBe(code)
  })

  it.each([
    ['127.0.0.1', 'own'],
    ['::ffff:127.0.0.1', 'own'],
    ['169.254.169.254', 'reserved'],
    ['fd00:ec2::254', 'reserved'],
    ['node.internal', undefined],
  ] as const)('tells whose address %s is, to which the agent does not forward', (host, reason) => {
    const said = `Forwarding to IP address ${host} is forbidden.`
    expect(closingProblem(said)).toEqual(problemOf('ENDPOINT_FORBIDDEN', { reason, said }))
  })

  it('keeps the words, without the banner and bounded', () => {
    expect(closingProblem('\n----------ERROR-------\nWhy  not\n').details).toEqual({ said: 'Why not' })
    expect(closingProblem('x'.repeat(100_000)).details).toEqual({ said: 'x'.repeat(500) })
  })

  it('is not kept busy by a long line of dashes', () => {
    const busy = process.cpuUsage()
    closingProblem('-'.repeat(200_000))
    expect(process.cpuUsage(busy).user).toBeLessThan(1_000_000)
  })
})

describe('problems of opening', () => {
  it.each([
    [403, 'DATA_CHANNEL_REFUSED'],
    [401, 'DATA_CHANNEL_REFUSED'],
    [404, 'DATA_CHANNEL_REFUSED'],
    [429, 'THROTTLED'],
    [407, 'DATA_CHANNEL_UNREACHABLE'],
    [500, 'DATA_CHANNEL_UNREACHABLE'],
    [302, 'DATA_CHANNEL_UNREACHABLE'],
  ])('HTTP %i is %s', (status, code) => {
    expect(refusalProblem(status, {}, 'host')).toMatchObject({ code, details: { status, host: 'host' } })
  })

  it.each([
    ['ECONNREFUSED', 'DATA_CHANNEL_UNREACHABLE'],
    ['ENOTFOUND', 'DATA_CHANNEL_UNREACHABLE'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS_UNTRUSTED'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TLS_UNTRUSTED'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS_UNTRUSTED'],
  ])('%s is %s', (code, problem) => {
    expect(unreachableProblem(Object.assign(new Error('no'), { code }), 'host').code).toBe(problem)
  })

  it('tells the status of a proxy that refuses', () => {
    expect(unreachableProblem(new Error('Bad response: 403'), 'host')).toMatchObject({
      code: 'DATA_CHANNEL_UNREACHABLE',
      details: { host: 'host', status: 403 },
    })
    expect(unreachableProblem(new Error('Bad response: 407'), 'host').code).toBe('PROXY_SIGN_IN')
  })

  it.each([
    [1_006, 'DATA_CHANNEL_UNREACHABLE'],
    [1_000, 'DATA_CHANNEL_UNREACHABLE'],
    [1_008, 'DATA_CHANNEL_REFUSED'],
    [4_003, 'DATA_CHANNEL_REFUSED'],
  ])('close %i before the handshake is %s', (code, problem) => {
    expect(earlyCloseProblem({ code, reason: 'why' }, 'host')).toMatchObject({
      code: problem,
      details: { closeCode: code, said: 'why' },
    })
  })
})

describe('isNewer', () => {
  it.each([
    ['3.1.1512.0', '3.1.1511.0', true],
    ['3.1.1511.0', '3.1.1511.0', false],
    ['3.10.0.0', '3.9.0.0', true],
    ['3.2', '3.1.1511.0', false],
    ['', '3.1.1511.0', false],
    ['a.b.c.d', '3.1.1511.0', false],
  ])('%s above %s: %s', (version, limit, newer) => {
    expect(isNewer(version, limit)).toBe(newer)
  })
})
