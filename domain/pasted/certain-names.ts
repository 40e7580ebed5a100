import type { PastedValues } from './pasted.ts'
import { holdsSecret } from './read-settings.ts'

/** As often as texts are found to be encoded: once, and once more by what put it into another. */
const mostLayers = 3

/** A text as whoever wrote it meant it, however often it was encoded, and with the marks of Japanese keyboards made plain. */
export function meant(text: string): string {
  let plain = text
  for (let layer = 0; layer < mostLayers && plain.includes('%'); layer += 1) plain = decoded(plain)
  return plain.normalize('NFKC')
}

/** What is encoded in it decoded, and the rest left: a `%` that begins nothing must not hide the others. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}

/** Whether a name could be a login or a setting with its password. No user and no database has a colon in its name. */
function mayHoldPassword(what: 'username' | 'database' | 'name', text: string): boolean {
  const plain = meant(text)
  if (holdsSecret(plain)) return true
  return what === 'name' ? /:\/\/|:.*@/s.test(plain) : plain.includes(':')
}

/** Whether each name that was read can be one and no more: `app:secret` where a user is expected is a user and its password. */
export function areNamesCertain(values: PastedValues): boolean {
  const { username = '', database = '', name = '' } = values
  return (
    !mayHoldPassword('username', username) && !mayHoldPassword('database', database) && !mayHoldPassword('name', name)
  )
}
