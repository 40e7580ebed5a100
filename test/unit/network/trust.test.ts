import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTrust } from '#network/trust.ts'
import { createAuthority } from '#sandbox/network/certificates.ts'

const own = rootCertificates[0] ?? ''
const [system, company, node, later] = [1, 2, 3, 4].map(() => createAuthority().certificate.trim())
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-trust-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = async (name: string, ...parts: readonly (string | undefined)[]): Promise<string> => {
  await writeFile(join(folder, name), parts.join('\n'))
  return join(folder, name)
}

it("adds the system's store and every bundle that is named, and nobody twice", async () => {
  const systemBundles = ['/nowhere/first.pem', await write('system.pem', '# a comment', own, system)]
  const environment = {
    AWS_CA_BUNDLE: await write('company.pem', company, system),
    NODE_EXTRA_CA_CERTS: await write('node.pem', node?.replaceAll('\n', '\r\n'), company),
  }
  const roots = await createTrust({ environment, platform: 'linux', systemBundles })()
  expect(roots?.map((root) => root.replaceAll('\r', ''))).toEqual([system, company, node])
})

it('takes one store of the system, the first that is there', async () => {
  const systemBundles = [await write('first.pem', system), await write('second.pem', company)]
  expect(await createTrust({ environment: {}, platform: 'linux', systemBundles })()).toEqual([system])
})

it('SSL_CERT_FILE and SSL_CERT_DIR stand in for the system', async () => {
  const systemBundles = [await write('system.pem', system)]
  const environment = { SSL_CERT_FILE: await write('file.pem', company) }
  expect(await createTrust({ environment, platform: 'linux', systemBundles })()).toEqual([company])
  const listed = await createTrust({ environment: { SSL_CERT_DIR: folder }, platform: 'linux', systemBundles: [] })()
  expect(new Set(listed)).toEqual(new Set([system, company]))
})

it('is nobody where there is nobody to add, whatever cannot be read', async () => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
  const environment = { AWS_CA_BUNDLE: join(folder, 'missing.pem'), NODE_EXTRA_CA_CERTS: await write('b.pem', broken) }
  const systemBundles = [await write('system.pem', own, broken)]
  expect(await createTrust({ environment, platform: 'linux', systemBundles })()).toBeNull()
})

it('reads a bundle again once it has changed', async () => {
  const environment = { AWS_CA_BUNDLE: await write('company.pem', company) }
  const trust = createTrust({ environment, platform: 'linux', systemBundles: [] })
  const first = await trust()
  expect(await trust()).toBe(first)
  await write('company.pem', company, later)
  expect(await trust()).toEqual([company, later])
})

it('reads a folder again once a file has come, and not before', async () => {
  await write('company.pem', company)
  const trust = createTrust({ environment: { SSL_CERT_DIR: folder }, platform: 'linux', systemBundles: [] })
  const first = await trust()
  expect(first).toEqual([company])
  expect(await trust()).toBe(first)
  await write('later.pem', later)
  expect(new Set(await trust())).toEqual(new Set([company, later]))
})

it('reads once for all who ask at the same time', async () => {
  const environment = { AWS_CA_BUNDLE: await write('company.pem', company) }
  const trust = createTrust({ environment, platform: 'linux', systemBundles: [] })
  const [first, second] = await Promise.all([trust(), trust()])
  expect(second).toBe(first)
})
