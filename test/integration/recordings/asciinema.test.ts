import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recorded, RecordingWorld } from './recording-world.ts'

const program = process.env['CULVERT_ASCIINEMA'] ?? 'asciinema'
const world = new RecordingWorld()
beforeEach(() => world.open())
afterEach(() => world.close())

function version(): string | null {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return null
  }
}

it('is read by asciinema itself, which skips what is ours', async (context) => {
  if (version() === null) context.skip('asciinema is not installed')
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
  const environment = { ...process.env, LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' }
  const output = execFileSync(program, ['cat', file], { encoding: 'utf8', env: environment })
  expect(output).toBe(`${shown.join('')}\ufffd\ufffd`)
})
