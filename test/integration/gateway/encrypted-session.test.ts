import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentBehaviour, AgentKeys } from '#sandbox/gateway/index.ts'
import { createKeyVault, type EncryptionContext } from '#sandbox/service/kms/vault.ts'
import { createHarness, fast, type Harness } from './gateway-harness.ts'
import { payload, type KeyAnswer, RawEncryptedClient } from './raw-encrypted-client.ts'
import { RawPortClient } from './raw-port-client.ts'

const KEY = 'arn:aws:kms:eu-west-1:482100973316:key/b3f1c0de-0000-4000-8000-000000000000'
const TARGET = 'i-0123456789abcdef0'

const vault = createKeyVault(new Map())
const asked: EncryptionContext[] = []
/** The key service as the node's role reaches it. */
const keys: AgentKeys = {
  decrypt: async ({ ciphertext, context }) => {
    asked.push(context)
    const opened = vault.open(ciphertext, context)
    return opened === null ? { ok: false, error: 'InvalidCiphertextException: ' } : { ok: true, ...opened }
  },
}

let harness: Harness

beforeEach(async () => {
  asked.length = 0
  harness = await createHarness({ keys })
})
afterEach(() => harness.close())

async function open(
  behaviour: Partial<AgentBehaviour> = {},
  sessionType = 'Standard_Stream',
  properties: Readonly<Record<string, string>> = {},
): Promise<RawEncryptedClient & { readonly sessionId: string }> {
  const client = harness.use(new RawEncryptedClient())
  const settings = { behaviour: { ...fast, kmsKeyId: KEY, ...behaviour }, properties }
  const grant = harness.session(sessionType, settings)
  await client.connect(grant)
  return Object.assign(client, { sessionId: grant.sessionId })
}

/** A data key as the key service makes it for this context. */
function dataKeyFor(context: EncryptionContext, extra: Readonly<Record<string, unknown>> = {}): KeyAnswer {
  const dataKey = randomBytes(64)
  const ciphertext = vault.seal(KEY, dataKey, context).toString('base64')
  return { dataKey, result: { KMSCipherTextKey: ciphertext, KMSCipherTextHash: null, ...extra } }
}

const contextOf = (sessionId: string): EncryptionContext => ({
  'aws:ssm:SessionId': sessionId,
  'aws:ssm:TargetId': TARGET,
})

const failure = (why: string): string =>
  `\n----------ERROR-------\nEncountered error while initiating handshake. Fetching data key failed: ${why}`

describe('the agent’s wish for encryption', () => {
  it('comes after the session’s type and names the key and 16 random bytes', async () => {
    const client = await open()
    const request = await client.json(payload.handshakeRequest)
    expect(request['RequestedClientActions']).toEqual([
      { ActionType: 'SessionType', ActionParameters: { SessionType: 'Standard_Stream', Properties: null } },
      { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: KEY, Challenge: expect.any(String) } },
    ])
    const { Challenge = '' } = await client.wish()
    expect(Buffer.from(Challenge, 'base64')).toHaveLength(16)
    const { Challenge: other } = await (await open()).wish()
    expect(other).not.toBe(Challenge)
  })

  it('has no challenge before agent 3.3.808', async () => {
    expect(await (await open({ agentVersion: '3.3.807.0' })).wish()).toEqual({ KMSKeyId: KEY })
    expect(await (await open({ agentVersion: '3.3.808.0' })).wish()).toHaveProperty('Challenge')
  })

  it('is never part of a port session', async () => {
    const client = harness.use(new RawPortClient())
    await client.connect(harness.portSession({ behaviour: { ...fast, kmsKeyId: KEY } }))
    await client.handshake()
    const request = JSON.parse(client.handshakeRequest?.payload.toString() ?? '')
    expect(request.RequestedClientActions).toHaveLength(1)
  })
})

describe('an encrypted session', () => {
  it('hides what is typed and said, and nothing else', async () => {
    const client = await open()
    await client.agree(dataKeyFor(contextOf(client.sessionId)))
    expect(await client.json(payload.handshakeComplete)).toMatchObject({
      CustomerMessage: 'This session is encrypted using AWS KMS.',
    })
    client.send(payload.size, JSON.stringify({ cols: 132, rows: 43 }))
    client.type('stty size; echo "sum=$((40 + 2))"\r')
    await client.until(() => client.text().includes('sum=42'))
    expect(client.text()).toContain('43 132')
    expect(client.ordered.map((frame) => frame.payload.toString('latin1')).join()).not.toContain('sum=')
    client.type('exit\r')
    expect(await client.closedOutput()).toBe('')
    expect(asked).toEqual([contextOf(client.sessionId)])
  })

  it('goes on with its keys when the service has closed the channel in between', async () => {
    const client = await open()
    await client.agree(dataKeyFor(contextOf(client.sessionId)))
    client.type('echo "first=$((1 + 1))"\r')
    await client.until(() => client.text().includes('first=2'))
    harness.gateway.drop(client.sessionId, 1000)
    await client.until(() => client.closes.length === 1)
    await client.reconnect(harness.gateway.resume(client.sessionId) ?? { tokenValue: '', streamUrl: '' })
    client.type('echo "second=$((2 + 2))"\r')
    await client.until(() => client.text().includes('second=4'))
    expect(asked).toHaveLength(1)
  })

  it('hides both streams and the exit code of a command', async () => {
    const properties = { commands: 'echo out; echo err >&2; exit 7', separateOutputStream: 'true' }
    const client = await open({}, 'NonInteractiveCommands', properties)
    await client.agree(dataKeyFor(contextOf(client.sessionId)))
    await client.closedOutput()
    const texts = [payload.output, payload.stderr, payload.exitCode].map((type) => client.text(type))
    expect(texts).toEqual(['out\n', 'err\n', 'EXIT_CODE: 7'])
  })

  it('binds the key to the agent’s challenge for a client that says so', async () => {
    const client = await open({ kmsChallenge: 'required' })
    const { Challenge = '' } = await client.wish()
    const context = { ...contextOf(client.sessionId), 'aws:ssm:RandomChallenge': Challenge }
    await client.agree(dataKeyFor(context, { ChallengeAcknowledgement: true }))
    expect(asked).toEqual([context])
  })

  it('does not acknowledge what it cannot decrypt', async () => {
    const client = await open()
    await client.agree(dataKeyFor(contextOf(client.sessionId)))
    const sequence = client.send(payload.output, 'echo in the clear\r')
    await client.ping()
    expect(client.acknowledgementsFor(sequence)).toBe(0)
    expect(client.acknowledgementsFor(sequence - 1)).toBe(1)
  })
})

describe('an encrypted session that cannot be', () => {
  it('ends with what the client failed with', async () => {
    const client = await open()
    await client.wish()
    const Error = 'Failed to process action KMSEncryption: AccessDeniedException: no'
    client.respondWith({ ActionStatus: 2, ActionResult: null, Error })
    const why = `KMSEncryption failed on client with status 2 error: ${Error}`
    expect(await client.closedOutput()).toBe(
      `\n----------ERROR-------\nEncountered error while initiating handshake. ${why}`,
    )
    expect(harness.ends).toMatchObject([{ status: 'Failed' }])
  })

  it.each([
    ['another session', (own: EncryptionContext) => ({ ...own, 'aws:ssm:SessionId': 'dev-other' })],
    ['another target', (own: EncryptionContext) => ({ ...own, 'aws:ssm:TargetId': 'i-other' })],
    ['more than was agreed', (own: EncryptionContext) => ({ ...own, 'aws:ssm:RandomChallenge': 'AAAA' })],
  ])('ends when the data key was made for %s', async (_case, change) => {
    const client = await open()
    await client.wish()
    client.respond(dataKeyFor(change(contextOf(client.sessionId))))
    expect(await client.closedOutput()).toBe(
      failure('Unable to retrieve data key, Error when decrypting data key InvalidCiphertextException: '),
    )
  })

  it('ends when a challenge is acknowledged but not in the data key', async () => {
    const client = await open()
    await client.wish()
    client.respond(dataKeyFor(contextOf(client.sessionId), { ChallengeAcknowledgement: true }))
    expect(await client.closedOutput()).toContain('InvalidCiphertextException')
  })

  it('ends when the agent insists on its challenge and the client is too old', async () => {
    const client = await open({ kmsChallenge: 'required' })
    await client.wish()
    client.respond(dataKeyFor(contextOf(client.sessionId)))
    expect(await client.closedOutput()).toBe(failure('the client did not acknowledge the challenge'))
    expect(asked).toEqual([])
  })

  it('ends in time when the challenge is met wrongly, which is not acknowledged', async () => {
    const client = await open({ handshakeTimeoutMs: 500 })
    await client.wish()
    client.respond(dataKeyFor(contextOf(client.sessionId)))
    const sequence = await client.meetChallenge((plain) => plain.fill(0, 0, 1))
    expect(await client.closedOutput()).toContain('Timed out waiting for encryption challenge.')
    expect(client.acknowledgementsFor(sequence)).toBe(0)
  })
})
