import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { createMemory } from '#sandbox/state/memory.ts'
import { authenticate, type Authentication } from '#sandbox/wire/authenticate.ts'
import { createWorld } from '#sandbox/world/world.ts'

const { keys, clock, world } = createMemory(createWorld())
const [key] = world.staticKeys
const credentials = { accessKeyId: key?.accessKeyId ?? '', secretAccessKey: key?.secretAccessKey ?? '' }

/** What becomes of a GET that was signed for a region, its signed headers changed by `change`. */
async function judged(
  host: string,
  region: string,
  change: Readonly<Record<string, string>> = {},
): Promise<Authentication> {
  const signer = new SignatureV4({ service: 'ssm', region, credentials, sha256: Sha256 })
  const plain = { method: 'GET', protocol: 'https:', hostname: host, path: '/', headers: { host } }
  const { headers } = await signer.sign(plain)
  const request = { method: 'GET', target: '/', headers: { ...headers, ...change }, body: Buffer.alloc(0) }
  return authenticate(request, 'ssm', keys, clock)
}

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().replace(/[-:]|\.\d{3}/g, '')

describe('a credential scope', () => {
  it.each([
    ['ssm.ap-northeast-1.amazonaws.com', 'ap-northeast-1'],
    ['ssm.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['127.0.0.1', 'eu-west-1'],
    ['sts.amazonaws.com', 'us-east-1'],
  ])('is good for %s in %s', async (host, region) => {
    expect(await judged(host, region)).toMatchObject({ ok: true, caller: { region } })
  })

  it('must be of the region that the host name tells, and of the day of the request', async () => {
    const host = 'ssm.eu-west-1.amazonaws.com'
    const refused = { ok: false, refusal: { kind: 'scope' } }
    expect(await judged(host, 'ap-northeast-1')).toEqual(refused)
    expect(await judged(host, 'eu-west-1', { 'x-amz-date': tomorrow })).toEqual(refused)
  })
})

describe('signed headers', () => {
  it('are all of Amazon’s own, and true', async () => {
    const refused = { ok: false, refusal: { kind: 'signature' } }
    expect(await judged('127.0.0.1', 'eu-west-1', { 'x-amz-target': 'AmazonSSM.ResumeSession' })).toEqual(refused)
    expect(await judged('127.0.0.1', 'eu-west-1', { 'x-amz-content-sha256': 'e3b0' })).toEqual(refused)
  })
})
