import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { runClient } from '#test/support/real-clients.ts'
import { recorded, RecordingWorld } from './recording-world.ts'

const installer = join(import.meta.dirname, '../../../script/sandbox-clients.mjs')
const installTimeoutMs = 6 * 60_000

/** Path of asciinema, or the reason why there is none. */
let asciinema: { readonly program: string } | { readonly reason: string } = { reason: 'not tried' }

beforeAll(async () => {
  asciinema = await runClient(process.execPath, [installer]).then(
    (folder) => ({ program: join(folder.trim(), 'asciinema') }),
    (error: Error) => ({ reason: error.message }),
  )
}, installTimeoutMs)

const world = new RecordingWorld()
beforeEach(() => world.open())
afterEach(() => world.close())

it('is read by asciinema itself, which skips what is ours', async (context) => {
  if ('reason' in asciinema) return context.skip(`no asciinema: ${asciinema.reason}`)
  const { recorder, file, clock } = await world.record(world.order({ keys: 'shown' }))
  const shown = ['$ ', 'echo あé😀\r\n', '\u001b[31mred\u001b[0m\r\n']
  for (const text of shown) {
    clock.pass(700)
    await recorded(recorder, Buffer.from(text))
  }
  recorder.input(Buffer.from('no echo'))
  recorder.mark('reconnected')
  recorder.resize({ columns: 100, rows: 30 })
  await recorded(recorder, Buffer.from([0xff, 0xfe]))
  await recorder.end('left')
  const environment = { ...process.env, LC_ALL: 'C.UTF-8', PYTHONUTF8: '1', ASCIINEMA_CONFIG_HOME: world.folder }
  const output = execFileSync(asciinema.program, ['cat', file], { encoding: 'utf8', env: environment })
  expect(output).toBe(`${shown.join('')}\ufffd\ufffd`)
})
