import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** As long as EC2 Instance Connect keeps a key in an instance's metadata. */
const pushedMs = 60_000

/** Public keys that count for a minute, in a file for each user. */
export class PushedKeys {
  readonly #folder: () => Promise<string>
  readonly #keys = new Map<string, Map<string, NodeJS.Timeout>>()
  #writing: Promise<unknown> = Promise.resolve()

  /** `folder`: where the files are; asked for when there is something to write. */
  constructor(folder: () => Promise<string>) {
    this.#folder = folder
  }

  /** Settles once the file has the key; one that is there already gets another minute. */
  async push(user: string, publicKey: string): Promise<void> {
    const keys = this.#keys.get(user) ?? new Map<string, NodeJS.Timeout>()
    this.#keys.set(user, keys)
    clearTimeout(keys.get(publicKey))
    const timer = setTimeout(() => {
      keys.delete(publicKey)
      void this.#write(user).catch(() => undefined)
    }, pushedMs)
    keys.set(publicKey, timer.unref())
    await this.#write(user)
  }

  /** Nothing is written any more; settles when nothing is being written. */
  async stop(): Promise<void> {
    for (const keys of this.#keys.values()) for (const timer of keys.values()) clearTimeout(timer)
    await this.#writing
  }

  /** One after the other and whole: sshd may read it at any time, and has to find what was pushed last. */
  async #write(user: string): Promise<void> {
    const written = this.#writing.then(async () => {
      const file = join(await this.#folder(), user)
      const lines = [...(this.#keys.get(user)?.keys() ?? [])].map((key) => `${key}\n`)
      await writeFile(`${file}.new`, lines.join(''), { mode: 0o600 })
      await rename(`${file}.new`, file)
    })
    this.#writing = written.catch(() => undefined)
    await written
  }
}
