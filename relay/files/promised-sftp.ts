import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2'
import { farTrouble } from './far-trouble.ts'
import { mostNames, SessionOver, unlessGone } from './file-side.ts'

/** SFTP's own numbers for how a request went. */
const status = { endOfFile: 1, noSuchFile: 2, permissionDenied: 3 } as const

/** A server tells some hundred names in each answer, or none. */
const mostAnswers = 10_000

type Done<T> = (error: Error | null | undefined, value: T) => void

/** One channel of SFTP, with promises that reject as a file side does. */
export class PromisedSftp {
  readonly #sftp: SFTPWrapper
  #isOver = false

  constructor(sftp: SFTPWrapper) {
    this.#sftp = sftp
    const over = (): void => void (this.#isOver = true)
    sftp.on('close', over)
    sftp.on('end', over)
    sftp.on('error', over)
  }

  stat = (path: string): Promise<Stats> => this.#ask<Stats>(path, (done) => this.#sftp.stat(path, done))
  lstat = (path: string): Promise<Stats> => this.#ask<Stats>(path, (done) => this.#sftp.lstat(path, done))
  realpath = (path: string): Promise<string> => this.#ask<string>(path, (done) => this.#sftp.realpath(path, done))
  open = (path: string, flags: number): Promise<Buffer> =>
    this.#ask<Buffer>(path, (done) => this.#sftp.open(path, flags, done))
  close = (handle: Buffer): Promise<void> => this.#ask<void>('', (done) => this.#sftp.close(handle, (e) => done(e)))
  mkdir = (path: string): Promise<void> => this.#ask<void>(path, (done) => this.#sftp.mkdir(path, (e) => done(e)))
  unlink = (path: string): Promise<void> => this.#ask<void>(path, (done) => this.#sftp.unlink(path, (e) => done(e)))
  truncate = (handle: Buffer, size: number, path: string): Promise<void> =>
    this.#ask<void>(path, (done) => this.#sftp.fsetstat(handle, { size }, (e) => done(e)))

  /** Some more than {@link mostNames} at the most: the library itself reads for as long as a server goes on. */
  async readdir(path: string): Promise<readonly FileEntryWithStats[]> {
    const handle = await this.#ask<Buffer>(path, (done) => this.#sftp.opendir(path, done))
    const found: FileEntryWithStats[] = []
    try {
      for (let answers = 0; answers < mostAnswers && found.length <= mostNames; answers += 1) {
        const more = await this.#someNames(handle, path)
        if (more === null) break
        found.push(...more)
      }
      return found
    } finally {
      await this.close(handle).catch(() => undefined)
    }
  }

  /** The next names of an open folder; null after the last. */
  #someNames(handle: Buffer, path: string): Promise<readonly FileEntryWithStats[] | null> {
    return new Promise((resolve, reject) => {
      this.#run(reject, path, () =>
        this.#sftp.readdir(handle, (error, names) => {
          if (error === undefined || error === null) return resolve(names)
          if (codeOf(error) === status.endOfFile) return resolve(null)
          reject(this.#troubled(error, path))
        }),
      )
    })
  }

  /** In place of what is there, where the server can; OpenSSH's can. Elsewhere what is there steps aside until the other has its name. */
  async rename(from: string, to: string): Promise<void> {
    try {
      await this.#ask<void>(to, (done) => this.#sftp.ext_openssh_rename(from, to, (e) => done(e)))
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('does not support')) throw error
      await this.#renameBeside(from, to)
    }
  }

  async #renameBeside(from: string, to: string): Promise<void> {
    const plainly = (one: string, other: string): Promise<void> =>
      this.#ask<void>(to, (done) => this.#sftp.rename(one, other, (e) => done(e)))
    const there = await unlessGone(this.lstat(to))
    // In place of a folder comes nothing: the server says so.
    if (there === null || there.isDirectory()) return await plainly(from, to)
    const aside = `${from}-before`
    await plainly(to, aside)
    try {
      await plainly(from, to)
    } catch (error) {
      await plainly(aside, to).catch(() => undefined)
      throw error
    }
    await this.unlink(aside).catch(() => undefined)
  }

  /** So many bytes from there, or fewer; none at the end. */
  read(handle: Buffer, position: number, length: number, path: string): Promise<Buffer> {
    const into = Buffer.allocUnsafe(length)
    return new Promise((resolve, reject) => {
      this.#run(reject, path, () =>
        this.#sftp.read(handle, into, 0, length, position, (error, count) => {
          if (error === undefined || error === null) return resolve(into.subarray(0, count))
          if (codeOf(error) === status.endOfFile) return resolve(into.subarray(0, 0))
          reject(this.#troubled(error, path))
        }),
      )
    })
  }

  write(handle: Buffer, bytes: Buffer, position: number, path: string): Promise<void> {
    return this.#ask<void>(path, (done) => this.#sftp.write(handle, bytes, 0, bytes.length, position, (e) => done(e)))
  }

  /** Whether the file system that a path is in has no room left; false where the server does not tell. */
  async isFull(folder: string): Promise<boolean> {
    const told = this.#ask<unknown>(folder, (done) => this.#sftp.ext_openssh_statvfs(folder, done))
    const found = await told.catch(() => null)
    const free: unknown = typeof found === 'object' && found !== null ? Reflect.get(found, 'f_bavail') : null
    return free === 0 || free === 0n
  }

  #ask<T>(path: string, ask: (done: Done<T | undefined>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#run(reject, path, () =>
        ask((error, value) => {
          if (error === undefined || error === null) resolve(value as T)
          else reject(this.#troubled(error, path))
        }),
      )
    })
  }

  /** A request on a channel that is closed throws where it is made. */
  #run(reject: (error: unknown) => void, path: string, ask: () => unknown): void {
    if (this.#isOver) return reject(new SessionOver())
    try {
      ask()
    } catch (error) {
      reject(this.#troubled(error instanceof Error ? error : new Error(String(error)), path))
    }
  }

  #troubled(error: Error, path: string): Error {
    const code = codeOf(error)
    if (this.#isOver || code === null) {
      if (error.message.includes('does not support')) return error
      return new SessionOver()
    }
    if (code === status.noSuchFile) return farTrouble('No such file', path)
    if (code === status.permissionDenied) return farTrouble('Permission denied', path)
    return farTrouble(error.message, path)
  }
}

function codeOf(error: Error): number | null {
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'number' ? code : null
}
