import { describe, expect, it } from 'vitest'
import { answerHandshake } from '#relay/engine/builtin/handshake.ts'

const portAction = {
  ActionType: 'SessionType',
  ActionParameters: { SessionType: 'Port', Properties: { portNumber: '5432', type: 'LocalPortForwarding' } },
}

function answer(actions: unknown, agentVersion = '3.3.987.0') {
  const result = answerHandshake(
    Buffer.from(JSON.stringify({ AgentVersion: agentVersion, RequestedClientActions: actions })),
    '1.2.896.0',
  )
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return {
    problem: result.value.problem,
    text: result.value.response.toString(),
    body: JSON.parse(result.value.response.toString()),
  }
}

describe('answerHandshake', () => {
  it('answers a port session with the bytes the real plugin writes', () => {
    const { text, problem } = answer([portAction])
    expect(text).toBe(
      '{"ClientVersion":"1.2.896.0","ProcessedClientActions":[{"ActionType":"SessionType","ActionStatus":1,"ActionResult":null,"Error":""}],"Errors":null}',
    )
    expect(problem).toBeNull()
  })

  it.each([
    [
      'KMS',
      [portAction, { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: 'arn' } }],
      [1, 3],
      'HANDSHAKE_REJECTED',
    ],
    ['an unknown action', [portAction, { ActionType: 'Dance' }], [1, 3], 'HANDSHAKE_REJECTED'],
    [
      'a shell',
      [{ ActionType: 'SessionType', ActionParameters: { SessionType: 'Standard_Stream', Properties: null } }],
      [2],
      'HANDSHAKE_REJECTED',
    ],
    ['no parameters', [{ ActionType: 'SessionType' }], [2], 'HANDSHAKE_REJECTED'],
    [
      'a port without a type',
      [{ ActionType: 'SessionType', ActionParameters: { SessionType: 'Port', Properties: { portNumber: '22' } } }],
      [2],
      'DOCUMENT_INVALID',
    ],
    ['nothing asked', [], [], 'HANDSHAKE_REJECTED'],
    ['null asked', null, [], 'HANDSHAKE_REJECTED'],
  ])('refuses %s, saying so in the status', (_name, actions, statuses, code) => {
    const { body, problem } = answer(actions)
    expect(body.ProcessedClientActions.map((entry: { ActionStatus: number }) => entry.ActionStatus)).toEqual(statuses)
    expect(problem?.code).toBe(code)
    const failed = statuses.filter((status) => status !== 1).length
    expect(body.Errors?.length ?? 0).toBe(failed)
    for (const text of body.Errors ?? []) expect(text).toMatch(/^Failed to process action \w+: ./)
  })

  it.each([
    ['3.0.196.0', 'AGENT_TOO_OLD'],
    ['2.3.722.0', 'AGENT_TOO_OLD'],
    ['3.0.222.0', undefined],
    ['3.10.0.0', undefined],
  ])('knows whether agent %s multiplexes', (version, code) => {
    expect(answer([portAction], version).problem?.code).toBe(code)
  })

  it.each(['', '{', 'null', '[]', '{"RequestedClientActions":5}', '{"RequestedClientActions":[{}]}'])(
    'fails on %j',
    (text) => {
      expect(answerHandshake(Buffer.from(text), '1.2.896.0')).toMatchObject({
        ok: false,
        error: { code: 'HANDSHAKE_REJECTED' },
      })
    },
  )
})
