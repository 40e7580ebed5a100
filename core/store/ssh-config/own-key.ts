import { lstat, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { codeOf } from '../json-document.ts'

const privateMode = 0o600

/**
 * Makes a key (ed25519) for EC2 Instance Connect in two files of the user's alone, unless both are there already. No server knows it:
 * it opens nothing but for the minute after its public half was pushed. Gives the system's code when it can not; null when it is there.
 */
export async function makeOwnKey(path: string): Promise<string | null> {
  try {
    const kinds = await Promise.all([kindOf(path), kindOf(`${path}.pub`)])
    if (kinds.includes('other')) return 'EEXIST'
    if (!kinds.includes('none')) return null
    const { default: ssh2 } = await import('ssh2')
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'culvert' })
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFileAtomic(path, pair.private, { mode: privateMode })
    await writeFileAtomic(`${path}.pub`, `${pair.public}\n`, { mode: privateMode })
    return null
  } catch (error) {
    return codeOf(error)
  }
}

/** `other`: a link, whose other end could be anything, among them. */
async function kindOf(path: string): Promise<'file' | 'other' | 'none'> {
  const found = await lstat(path).catch(() => null)
  if (found === null) return 'none'
  return found.isFile() ? 'file' : 'other'
}
