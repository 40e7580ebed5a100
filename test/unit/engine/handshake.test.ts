import { describe, expect, it } from 'vitest'
import { answerHandshake, type Purpose } from '#relay/engine/builtin/handshake.ts'

const portAction = {
  ActionType: 'SessionType',
  ActionParameters: { SessionType: 'Port', Properties: { portNumber: '5432', type: 'LocalPortForwarding' } },
}

const shellAction = {
  ActionType: 'SessionType',
  ActionParameters: { SessionType: 'Standard_Stream', Properties: null },
}
const kmsAction = (challenge: string | undefined) => ({
  ActionType: 'KMSEncryption',
  ActionParameters: { KMSKeyId: 'arn', Challenge: challenge },
})

function answer(actions: unknown, agentVersion = '3.3.987.0', purpose: Purpose = 'port') {
  const result = answerHandshake(
    Buffer.from(JSON.stringify({ AgentVersion: agentVersion, RequestedClientActions: actions })),
    '1.2.896.0',
    purpose,
  )
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  const text = result.value.response.toString()
  return { ...result.value, text, body: JSON.parse(text) }
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
    ['3.0.196.0', 'basic'],
    ['2.3.722.0', 'basic'],
    ['3.0.222.0', 'multiplexed'],
    ['3.10.0.0', 'multiplexed'],
  ])('knows whether agent %s multiplexes', (version, mode) => {
    expect(answer([portAction], version)).toMatchObject({ problem: null, mode })
  })

  it.each([
    ['stdio', portAction, 'DOCUMENT_INVALID'],
    ['shell', portAction, 'HANDSHAKE_REJECTED'],
  ] as const)('refuses port forwarding where a %s was wanted', (purpose, action, code) => {
    expect(answer([action], undefined, purpose)).toMatchObject({ problem: { code }, mode: null })
  })

  it.each(['Standard_Stream', 'InteractiveCommands', 'NonInteractiveCommands'])('takes %s for a shell', (type) => {
    const action = { ActionType: 'SessionType', ActionParameters: { SessionType: type, Properties: null } }
    expect(answer([action], undefined, 'shell')).toMatchObject({ problem: null, mode: 'shell' })
  })

  it('asks for a key, and answers with it, acknowledging the challenge', () => {
    const result = answer([shellAction, kmsAction('c2VjcmV0')], undefined, 'shell')
    expect(result.key).toEqual({ keyId: 'arn', challenge: 'c2VjcmV0' })
    const key = { plaintext: Buffer.alloc(64), ciphertext: Buffer.from('sealed') }
    const body = JSON.parse(result.respond(key).toString())
    expect(body.ProcessedClientActions[1]).toEqual({
      ActionType: 'KMSEncryption',
      ActionStatus: 1,
      ActionResult: { KMSCipherTextKey: 'c2VhbGVk', KMSCipherTextHash: null, ChallengeAcknowledgement: true },
      Error: '',
    })
    expect(result.body.ProcessedClientActions[1]).toMatchObject({ ActionStatus: 2 })
  })

  it('acknowledges no challenge to an agent that sent none', () => {
    const result = answer([shellAction, kmsAction(undefined)], undefined, 'shell')
    const body = JSON.parse(result.respond({ plaintext: Buffer.alloc(64), ciphertext: Buffer.alloc(1) }).toString())
    expect(body.ProcessedClientActions[1].ActionResult).toEqual({ KMSCipherTextKey: 'AA==', KMSCipherTextHash: null })
  })

  it.each(['', '{', 'null', '[]', '{"RequestedClientActions":5}', '{"RequestedClientActions":[{}]}'])(
    'fails on %j',
    (text) => {
      expect(answerHandshake(Buffer.from(text), '1.2.896.0', 'port')).toMatchObject({
        ok: false,
        error: { code: 'HANDSHAKE_REJECTED' },
      })
    },
  )
})
