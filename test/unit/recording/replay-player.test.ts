import { expect, it } from 'vitest'
import { eventLine } from '#domain/recording/recorded-lines.ts'
import { ReplayPlayer } from '../../../renderer/features/recordings/replay-player.ts'

/** Plays lines to their end at once; gives what was written on the screen. */
async function shownOf(lines: readonly string[]): Promise<string> {
  let shown = ''
  const player = new ReplayPlayer({
    read: async () => ({ bytes: Buffer.from(lines.join('')).toString('base64'), next: null }),
    screen: {
      write: async (data) => void (shown += typeof data === 'string' ? data : Buffer.from(data).toString('latin1')),
      resize: () => undefined,
      reset: () => undefined,
    },
    size: { columns: 80, rows: 24 },
    durationMs: 5_000,
    frame: () => () => undefined,
  })
  player.tell({ type: 'sought', atMs: 5_000 })
  await player.drawn()
  player.dispose()
  return shown
}

it('shows the true bytes of an output that is no UTF-8', async () => {
  const bytes = Buffer.from([0xff, 0x41]).toString('base64')
  expect(await shownOf([eventLine(1, 'b', bytes), eventLine(1, 'o', '\ufffdA'), eventLine(2, 'o', 'B')])).toBe('ÿAB')
})

it('goes on with the text where somebody put no base64', async () => {
  const lines = [eventLine(1, 'b', '%%%'), eventLine(1, 'o', 'A'), eventLine(2, 'o', 'B')]
  expect(await shownOf(lines)).toBe('AB')
})
