import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { randomUUID } from 'node:crypto'
import { request as httpsRequest } from 'node:https'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { askProxy, secure } from './proxy-tunnel.ts'
import { region, type TemporaryKeys } from './support.ts'

const host = `kms.${region}.amazonaws.com`
const account = '482100973316'
const context = { 'aws:ssm:SessionId': 'mika.sato-0', 'aws:ssm:TargetId': 'i-0ab3f29c81d7e4402' }

let sandbox: Sandbox
let tunnelKeys: TemporaryKeys
let powerKeys: TemporaryKeys

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], network: 'corporate' })
  tunnelKeys = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
  powerKeys = sandbox.issueCredentials('orders-staging', 'PowerUser')
})
afterEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, string>>
}

/** One call of the key service at its genuine name; `change` may spoil the signed headers. */
async function ask(
  action: string,
  input: unknown,
  credentials: TemporaryKeys,
  change: (headers: Record<string, string>) => Record<string, string> = (headers) => headers,
): Promise<Answer> {
  const body = JSON.stringify(input)
  const headers = { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${action}` }
  const signer = new SignatureV4({ service: 'kms', region, credentials, sha256: Sha256 })
  const plain = { method: 'POST', protocol: 'https:', hostname: host, path: '/', headers, body }
  const signed = await signer.sign(plain)
  const socket = await secure(sandbox, await askProxy(sandbox, host), host)
  const request = httpsRequest({
    method: 'POST',
    host,
    headers: change(signed.headers),
    createConnection: () => socket,
  })
  return await new Promise((resolve, reject) => {
    request.once('error', reject)
    request.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('end', () => {
        socket.destroy()
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) })
      })
    })
    request.end(body)
  })
}

const generate = (input: object, credentials = powerKeys): Promise<Answer> =>
  ask('GenerateDataKey', { KeyId: 'alias/session-manager', NumberOfBytes: 64, ...input }, credentials)

describe('GenerateDataKey', () => {
  it('gives a key, plain and sealed', async () => {
    const { status, body } = await generate({ EncryptionContext: context }, tunnelKeys)
    expect(status).toBe(200)
    expect(body['KeyId']).toMatch(new RegExp(`^arn:aws:kms:${region}:${account}:key/[0-9a-f]{8}-`))
    expect(Buffer.from(body['Plaintext'] ?? '', 'base64')).toHaveLength(64)
    expect(sandbox.state().calls).toMatchObject([
      { service: 'kms', action: 'GenerateDataKey', status: 200, details: context },
    ])
    const again = await generate({ EncryptionContext: context }, tunnelKeys)
    expect(again.body['KeyId']).toBe(body['KeyId'])
    expect(again.body['Plaintext']).not.toBe(body['Plaintext'])
  })

  it('knows the key by its four names, and no other account’s', async () => {
    const { body } = await generate({})
    const arn = body['KeyId'] ?? ''
    const prefix = arn.slice(0, arn.indexOf('key/'))
    for (const KeyId of [arn, arn.slice(arn.indexOf('/') + 1), `${prefix}alias/session-manager`]) {
      expect((await generate({ KeyId })).body['KeyId']).toBe(arn)
    }
    expect(await generate({ KeyId: arn }, tunnelKeys)).toEqual({
      status: 400,
      body: { __type: 'NotFoundException', message: `Key '${arn}' does not exist` },
    })
    expect((await generate({ KeyId: 'alias/other' })).body).toEqual({
      __type: 'NotFoundException',
      message: `Alias ${prefix}alias/other is not found.`,
    })
  })

  it.each([
    [{ NumberOfBytes: 0 }, 'ValidationException'],
    [{ NumberOfBytes: null }, 'ValidationException'],
    [{ KeySpec: 'AES_256' }, 'ValidationException'],
    [{ EncryptionContext: { a: 1 } }, 'SerializationException'],
  ])('refuses %o', async (input, name) => {
    expect(await generate(input)).toMatchObject({ status: 400, body: { __type: name } })
  })

  it('refuses those who may not, and those who did not sign', async () => {
    const reader = sandbox.issueCredentials('orders-prod', 'ReadOnly')
    expect((await generate({}, reader)).body).toMatchObject({
      __type: 'AccessDeniedException',
      message: expect.stringMatching(
        /mika\.sato is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms/,
      ),
    })
    const tampered = await ask('GenerateDataKey', {}, powerKeys, (headers) => ({
      ...headers,
      'x-amz-content-sha256': '0'.repeat(64),
    }))
    expect(tampered).toMatchObject({ status: 400, body: { __type: 'InvalidSignatureException' } })
    const unsigned = await ask('Decrypt', {}, powerKeys, ({ authorization: _authorization, ...headers }) => headers)
    expect(unsigned.body['__type']).toBe('MissingAuthenticationTokenException')
  })

  it.each([
    ['disabled', 'DisabledException', / is disabled\.$/],
    ['pending-deletion', 'KMSInvalidStateException', / is pending deletion\.$/],
  ] as const)('refuses when the key is %s', async (state, name, message) => {
    sandbox.fault({ kind: 'kms-key', account: '730155204418', state })
    expect((await generate({})).body).toEqual({ __type: name, message: expect.stringMatching(message) })
    expect((await generate({}, tunnelKeys)).status).toBe(200)
    sandbox.reset()
    expect((await generate({})).status).toBe(200)
  })

  it('is throttled like every other call', async () => {
    sandbox.fault({ kind: 'throttle', action: 'GenerateDataKey' })
    expect((await generate({})).body).toEqual({ __type: 'ThrottlingException', message: 'Rate exceeded' })
  })
})

describe('Decrypt', () => {
  const challenged = { ...context, 'aws:ssm:RandomChallenge': randomUUID() }

  it('opens what was sealed, with the same context in any order', async () => {
    const { body } = await generate({ EncryptionContext: challenged })
    const EncryptionContext = Object.fromEntries(Object.entries(challenged).toReversed())
    const opened = await ask('Decrypt', { CiphertextBlob: body['CiphertextBlob'], EncryptionContext }, powerKeys)
    expect(opened).toEqual({
      status: 200,
      body: { KeyId: body['KeyId'], Plaintext: body['Plaintext'], EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
    })
  })

  it.each([
    ['without the challenge', context],
    ['with another challenge', { ...challenged, 'aws:ssm:RandomChallenge': 'other' }],
    ['with another session', { ...challenged, 'aws:ssm:SessionId': 'mika.sato-1' }],
    ['with more', { ...challenged, more: '' }],
    ['without any context', {}],
  ])('opens nothing %s', async (_case, EncryptionContext) => {
    const { body } = await generate({ EncryptionContext: challenged })
    const opened = await ask('Decrypt', { CiphertextBlob: body['CiphertextBlob'], EncryptionContext }, powerKeys)
    expect(opened).toEqual({ status: 400, body: { __type: 'InvalidCiphertextException', message: '' } })
  })

  it('opens nothing that was changed, and only for those who may', async () => {
    const { body } = await generate({})
    const sealed = Buffer.from(body['CiphertextBlob'] ?? '', 'base64')
    for (const at of [0, 1, 100, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      const answer = await ask('Decrypt', { CiphertextBlob: changed.toString('base64') }, powerKeys)
      expect(answer.body['__type']).toBe('InvalidCiphertextException')
    }
    const answer = await ask('Decrypt', { CiphertextBlob: body['CiphertextBlob'] }, tunnelKeys)
    expect(answer.body['__type']).toBe('AccessDeniedException')
  })
})
