import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TransferNews, TransferRun } from '#contract/file-relay.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import type { FileCopy } from '#relay/files/copy-file.ts'
import type { FileSide, FoundFile } from '#relay/files/file-side.ts'
import { here } from '#relay/files/here.ts'
import { Transfer } from '#relay/files/transfer.ts'

/** This computer as the far end. */
export const there: FileSide = { ...here, side: 'there', ownName: (name) => name, foldedName: (name) => name }

/** Two folders, between which files are copied; `from` plays the far end's. */
export class CopyStage {
  from = ''
  to = ''

  async set(): Promise<void> {
    this.from = await mkdtemp(join(tmpdir(), 'culvert-from-'))
    this.to = await mkdtemp(join(tmpdir(), 'culvert-to-'))
  }

  async strike(): Promise<void> {
    for (const folder of [this.from, this.to]) await rm(folder, { recursive: true, force: true })
  }

  /** A file of this text, to be copied from there to here. */
  async copyOf(text: string, change: Partial<FileCopy> = {}): Promise<FileCopy> {
    const source = join(this.from, 'x')
    await writeFile(source, text)
    const found = (await here.stat(source)) as FoundFile
    const target = join(this.to, 'x')
    const over = new AbortController().signal
    const rest = {
      mayResume: false,
      mayReplace: true,
      mayExceed: 16 * 1_024 * 1_024,
      over,
      moved: () => {},
      checking: () => {},
    }
    return { from: there, to: here, source, found, target, ...rest, ...change }
  }

  /** What a run tells, which fetches the file unless it is told otherwise. `begun` hears of it before. */
  async newsOf(
    part: Partial<TransferRun> = {},
    side: FileSide = there,
    begun: (transfer: Transfer) => void = () => {},
  ): Promise<readonly TransferNews[]> {
    const source = join(this.from, 'x')
    await writeFile(source, 'new')
    const news: TransferNews[] = []
    const run: TransferRun = {
      transferId: '00000000-0000-4000-8000-000000000001',
      direction: 'down',
      here: this.to,
      there: farKeyOf(source),
      onExisting: 'ask',
      resume: null,
      ...part,
    }
    const clock = { now: () => 0, after: () => () => {} }
    const transfer = new Transfer({ run, here, there: side, clock, tell: (one) => news.push(one) })
    begun(transfer)
    await transfer.run()
    return news
  }
}
