import type { Client, SFTPWrapper } from 'ssh2'
import type { FileSide } from './file-side.ts'
import { readFarUser } from './far-mode.ts'
import { PromisedSftp } from './promised-sftp.ts'
import { createSftpSide } from './sftp-side.ts'

/** What a program at the far end may print here, characters. */
const mostPrinted = 10_000

/** The far end's files over an SSH connection, and where its user is at home. */
export async function openSftp(client: Client): Promise<{ readonly side: FileSide; readonly home: string }> {
  const channel = await new Promise<SFTPWrapper>((resolve, reject) =>
    client.sftp((error, sftp) => (error === undefined || error === null ? resolve(sftp) : reject(error))),
  )
  const sftp = new PromisedSftp(channel)
  const run = (command: string, over?: AbortSignal): Promise<string | null> => runThere(client, command, over)
  const [home, who] = await Promise.all([sftp.realpath('.'), run('id -u; id -G')])
  return { side: createSftpSide({ sftp, user: who === null ? null : readFarUser(who), run }), home }
}

/** What it printed; null when it could not be started, or failed, or nobody waits for it any more. */
function runThere(client: Client, command: string, over?: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const asked = (error: Error | undefined | null, stream: Parameters<Parameters<Client['exec']>[1]>[1]): void => {
      if (error !== undefined && error !== null) return resolve(null)
      let printed = ''
      stream.on('data', (bytes: Buffer) => {
        if (printed.length < mostPrinted) printed += bytes.toString('utf8')
      })
      stream.stderr.resume()
      let code: number | null = null
      stream.on('exit', (given: number | null) => (code = given))
      const close = (): void => (stream.close(), resolve(null))
      if (over?.aborted === true) close()
      over?.addEventListener('abort', close, { once: true })
      stream.once('close', () => {
        over?.removeEventListener('abort', close)
        resolve(code === 0 ? printed : null)
      })
      stream.once('error', () => resolve(null))
    }
    try {
      client.exec(command, asked)
    } catch {
      resolve(null)
    }
  })
}
