import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCertificateFile } from '#network/certificate-file.ts'
import { createTrust } from '#network/trust.ts'
import { createAuthority } from '#sandbox/network/certificates.ts'

const [one = '', other = ''] = [1, 2].map(() => createAuthority().certificate.trim())
const end = Date.parse(new X509Certificate(one).validTo)
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-certificates-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'chosen.pem')
  await writeFile(path, content)
  return path
}

describe('a file of authorities that was chosen', () => {
  it('tells how many it holds, and when the first of them ends', async () => {
    const path = await write(`bag attributes\n${one}\n# and\n${other}\n`)
    const read = await readCertificateFile(path, end - 1_000)
    expect(read).toMatchObject({ ok: true, value: { certificates: 2 } })
    if (read.ok) expect(Math.abs(read.value.expiresAt - end)).toBeLessThan(60_000)
  })

  it.each<[string, () => Promise<string>, string]>([
    ['that is not there', async () => join(folder, 'gone.pem'), 'unreadable'],
    ['that is a folder', async () => folder, 'unreadable'],
    ['with a certificate as bytes', () => write(new X509Certificate(one).raw), 'binary'],
    [
      'with a key alone',
      () => write('-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n'),
      'no-certificate',
    ],
    ['with a certificate that is none', () => write(one.replace('MII', 'AAA')), 'no-certificate'],
    ['that is empty', () => write(''), 'no-certificate'],
  ])('%s is told', async (_what, make, reason) => {
    const path = await make()
    expect(await readCertificateFile(path, 0)).toMatchObject({
      ok: false,
      error: { code: 'CERTIFICATE_FILE_UNUSABLE', details: { path, reason } },
    })
  })

  it('has to have one that still holds', async () => {
    const read = await readCertificateFile(await write(one), end + 1)
    expect(read).toMatchObject({ ok: false, error: { details: { reason: 'expired' } } })
  })

  it('is trusted from when it is chosen until it is no longer', async () => {
    let chosenFile: string | null = null
    const trust = createTrust({ environment: {}, platform: 'linux', systemBundles: [], chosenFile: () => chosenFile })
    expect(await trust()).toBeNull()
    chosenFile = await write(one)
    expect(await trust()).toEqual([one])
    chosenFile = null
    expect(await trust()).toBeNull()
  })
})
