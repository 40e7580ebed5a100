import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { CertificateFault } from '#contract/proxy-problems.ts'
import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import { certificatesIn } from './certificates.ts'

/** What a file of authorities gives. */
export interface CertificateFileFacts {
  /** How many certificates that still hold. */
  readonly certificates: number
  /** When the first of them ends (epoch ms). */
  readonly expiresAt: number
}

/** More than the stores of all systems together. */
const mostBytes = 4_194_304
/** A certificate as bytes is a DER sequence with a length of two bytes. */
const derBeginning = Buffer.from([0x30, 0x82])

/** Looks at a file of authorities that a person chose. CERTIFICATE_FILE_UNUSABLE where it gives none to trust. `now`: epoch ms. */
export async function readCertificateFile(path: string, now: number): Promise<Result<CertificateFileFacts>> {
  const bytes = await readBounded(path)
  if (bytes === null) return unusable(path, 'unreadable')
  if (bytes.subarray(0, 2).equals(derBeginning)) return unusable(path, 'binary')
  const ends = certificatesIn(bytes.toString('utf8')).flatMap(endOf)
  if (ends.length === 0) return unusable(path, 'no-certificate')
  const holding = ends.filter((end) => end > now)
  if (holding.length === 0) return unusable(path, 'expired')
  return ok({ certificates: holding.length, expiresAt: Math.min(...holding) })
}

const unusable = (path: string, reason: CertificateFault): Result<CertificateFileFacts> =>
  fail('CERTIFICATE_FILE_UNUSABLE', { path, reason })

/** Null for what is no file, cannot be read, or is too long to be one of certificates. */
async function readBounded(path: string): Promise<Buffer | null> {
  try {
    // Asked before it is opened: a pipe would be waited for.
    const found = await stat(path)
    return found.isFile() && found.size <= mostBytes ? await readFile(path) : null
  } catch {
    return null
  }
}

function endOf(pem: string): readonly number[] {
  try {
    const end = Date.parse(new X509Certificate(pem).validTo)
    return Number.isNaN(end) ? [] : [end]
  } catch {
    return []
  }
}
