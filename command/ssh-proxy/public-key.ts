import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { publicKey, type KeyToPush } from '#contract/ssh-proxy.ts'
import type { SshCall } from './ssh-call.ts'

/** In ssh's own order of preference. */
const usualFiles = ['id_ed25519.pub', 'id_ecdsa.pub', 'id_rsa.pub']

/** The key that a call asks to be pushed; null when it asks for none. Throws with a sentence when there is none to push. */
export async function keyToPush({ pushKeyFor: user, keyFile }: SshCall): Promise<KeyToPush | null> {
  if (user === null) return null
  const files = keyFile === null ? usualFiles.map((name) => join(homedir(), '.ssh', name)) : [keyFile]
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => null)
    const key = publicKey.safeParse(text?.trim())
    if (key.success) return { user, publicKey: key.data }
    if (text !== null) throw new Error(`${file} is no public key`)
  }
  throw new Error(`there is no public key to push: ${files.join(', ')} can not be read`)
}
