import { describe, expect, it } from 'vitest'
import { readInvocation } from '#command/invocation.ts'

const response = { SessionId: 'ada-1', TokenValue: 'secret', StreamUrl: 'wss://ssmmessages.eu-west-1.amazonaws.com/v1' }
const request = JSON.stringify({ Target: 'i-0123456789abcdef0', DocumentName: 'AWS-StartSSHSession' })
const usual = (first: string): readonly string[] => [first, 'eu-west-1', 'StartSession', 'dev', request, 'https://ssm']

describe('the arguments of a session', () => {
  it('are read as aws-cli writes them, and the secret is taken out of the environment', () => {
    const environment = { AWS_SSM_START_SESSION_RESPONSE: JSON.stringify(response), PATH: '/bin' }
    expect(readInvocation(usual('AWS_SSM_START_SESSION_RESPONSE'), environment)).toEqual({
      kind: 'session',
      call: {
        sessionId: 'ada-1',
        tokenValue: 'secret',
        streamUrl: response.StreamUrl,
        region: 'eu-west-1',
        profile: 'dev',
        targetId: 'i-0123456789abcdef0',
        ssmEndpoint: 'https://ssm',
        isLegacy: false,
        requested: { document: 'AWS-StartSSHSession', localPort: null, localSocket: null },
      },
    })
    expect(environment).toEqual({ PATH: '/bin' })
  })

  it('may spell their keys in any case', () => {
    const lower = JSON.stringify({ sessionId: 'ecs-1', tokenvalue: 't', STREAMURL: response.StreamUrl, extra: {} })
    expect(readInvocation(usual(lower), {})).toMatchObject({ kind: 'session', call: { sessionId: 'ecs-1' } })
  })

  it('may be the three of old callers', () => {
    const args = [JSON.stringify(response), 'eu-west-1', 'StartSession']
    expect(readInvocation(args, {})).toMatchObject({
      kind: 'session',
      call: { targetId: '', isLegacy: true, requested: null },
    })
  })

  it.each(['SessionId', 'TokenValue', 'StreamUrl'])('need %s', (missing) => {
    const text = JSON.stringify({ ...response, [missing]: undefined })
    expect(readInvocation(usual(text), {})).toEqual({
      kind: 'incomplete',
      missing: `${missing} in the StartSession response`,
    })
  })

  it.each(['{}', '', 'x', '[]', '{"Target":5}'])('name a target (%s does not)', (request) => {
    const args = [JSON.stringify(response), 'eu-west-1', 'StartSession', '', request, '']
    expect(readInvocation(args, {})).toEqual({ kind: 'incomplete', missing: 'Target in the request' })
  })

  it.each([
    ['file:///etc/passwd', 'the stream URL is not the address of a WebSocket'],
    ['nonsense', 'the stream URL is not the address of a WebSocket'],
    ['wss://example.com/', 'the stream URL leads to example.com, which is no endpoint of AWS'],
  ])('do not lead to %s', (streamUrl, reason) => {
    const text = JSON.stringify({ ...response, StreamUrl: streamUrl })
    expect(readInvocation(usual(text), {})).toEqual({ kind: 'distrusted', reason })
  })

  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"SessionId"', 'unexpected end of JSON input'],
    ['<html>', "invalid character '<' looking for beginning of value"],
    ['5', 'json: cannot unmarshal number into Go value of type ssm.StartSessionOutput'],
    ['{"SessionId":"s"} more', "invalid character 'm' after top-level value"],
    ['["s"]', 'json: cannot unmarshal array into Go value of type ssm.StartSessionOutput'],
    [
      '{"TokenValue":5}',
      'json: cannot unmarshal number into Go struct field StartSessionOutput.TokenValue of type string',
    ],
    ['true', 'json: cannot unmarshal bool into Go value of type ssm.StartSessionOutput'],
  ])('that are no response (%s) are told in the plugin’s words', (text, reason) => {
    expect(readInvocation(usual(text), {})).toEqual({ kind: 'unreadable', reason })
  })

  it('may be null to Go, and then say nothing', () => {
    expect(readInvocation(usual('null'), {})).toMatchObject({ kind: 'incomplete' })
  })

  it('may name a variable that nobody set', () => {
    const reason = 'unexpected end of JSON input'
    expect(readInvocation(usual('AWS_SSM_START_SESSION_RESPONSE_2'), {})).toEqual({ kind: 'unreadable', reason })
  })

  it('name StartSession and nothing else', () => {
    expect(readInvocation(['x', 'r', 'StopSession'], {})).toEqual({ kind: 'invalid-operation' })
  })
})
