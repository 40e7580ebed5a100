import { readFile } from 'node:fs/promises'

/** The system account that servers run as. */
export interface SystemAccount {
  readonly uid: number
  readonly gid: number
}

/**
 * Servers refuse to run as root. Gives the first of `names` that exists (else `nobody`), or null when the sandbox does
 * not run as root and servers simply run as whoever started it.
 */
export async function serverAccount(names: readonly string[]): Promise<SystemAccount | null> {
  if (process.getuid?.() !== 0) return null
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of [...names, 'nobody']) {
    const entry = lines.find(([user]) => user === name)
    if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Error(`no system account to run the server as: ${names.join(', ')}`)
}
