import { describe, expect, it } from 'vitest'
import { readInvocation } from '#relay/session-command/invocation.ts'

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
    expect(readInvocation(args, {})).toMatchObject({ kind: 'session', call: { profile: '', targetId: '' } })
  })

  it.each(['SessionId', 'TokenValue', 'StreamUrl'])('need %s', (missing) => {
    const text = JSON.stringify({ ...response, [missing]: undefined })
    expect(readInvocation(usual(text), {})).toEqual({ kind: 'incomplete', missing })
  })

  it('do not lead anywhere but to a WebSocket', () => {
    const text = JSON.stringify({ ...response, StreamUrl: 'file:///etc/passwd' })
    expect(readInvocation(usual(text), {})).toEqual({ kind: 'incomplete', missing: 'StreamUrl' })
  })

  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"SessionId"', 'unexpected end of JSON input'],
    ['<html>', "invalid character '<' looking for beginning of value"],
    ['5', 'json: cannot unmarshal number into Go value of type ssm.StartSessionOutput'],
    ['true', 'json: cannot unmarshal bool into Go value of type ssm.StartSessionOutput'],
  ])('that are no response (%s) are told in the plugin’s words', (text, reason) => {
    expect(readInvocation(usual(text), {})).toEqual({ kind: 'unreadable', reason })
  })

  it('name StartSession and nothing else', () => {
    expect(readInvocation(['x', 'r', 'StopSession'], {})).toEqual({ kind: 'invalid-operation' })
  })
})
