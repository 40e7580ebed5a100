import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { startTimeOf } from './start-time.ts'

const processMark = z.object({ pid: z.int().positive(), startTime: z.string().min(1) })
/** A process, told apart from a later one with the same pid. */
export type ProcessMark = z.infer<typeof processMark>

const runFileContent = z.object({ version: z.literal(1), relay: processMark, children: z.array(processMark) })
type RunFileContent = z.infer<typeof runFileContent>

/**
 * Remembers on disk which children this relay has, so that the next one can end them should this one be killed. Every
 * write replaces the whole file. Trouble with the file never stops a tunnel: it is reported and gone on without.
 */
export class RunFile {
  readonly #path: string
  readonly #trouble: (message: string) => void
  readonly #children = new Map<number, ProcessMark>()
  #self: ProcessMark | null = null

  constructor(path: string, trouble: (message: string) => void) {
    this.#path = path
    this.#trouble = trouble
  }

  /** Children that a dead relay left behind. Empty when there is no file, or when its relay still lives. */
  async orphans(): Promise<readonly ProcessMark[]> {
    const left = this.#read()
    if (left === null || left.relay.pid === process.pid) return left?.children ?? []
    const isAlive = (await startTimeOf(left.relay.pid)) === left.relay.startTime
    return isAlive ? [] : left.children
  }

  /** Takes the file over for this process. */
  async claim(): Promise<void> {
    const startTime = await startTimeOf(process.pid)
    if (startTime === null) return
    this.#self = { pid: process.pid, startTime }
    this.#write()
  }

  async add(pid: number): Promise<void> {
    const startTime = await startTimeOf(pid)
    if (startTime === null) return
    this.#children.set(pid, { pid, startTime })
    this.#write()
  }

  remove(pid: number): void {
    if (this.#children.delete(pid)) this.#write()
  }

  /** Nothing is left to be ended by anyone. */
  discard(): void {
    if (this.#self !== null && this.#children.size === 0) rmSync(this.#path, { force: true })
    this.#self = null
  }

  #read(): RunFileContent | null {
    try {
      const parsed = runFileContent.safeParse(JSON.parse(readFileSync(this.#path, 'utf8')))
      if (parsed.success) return parsed.data
      this.#trouble('not understood')
    } catch (error) {
      if (!isMissing(error)) this.#trouble(String(error))
    }
    return null
  }

  #write(): void {
    if (this.#self === null) return
    const content: RunFileContent = { version: 1, relay: this.#self, children: [...this.#children.values()] }
    const fresh = `${this.#path}.${process.pid}`
    try {
      writeFileSync(fresh, JSON.stringify(content), { mode: 0o600 })
      renameSync(fresh, this.#path)
    } catch (error) {
      this.#trouble(String(error))
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
