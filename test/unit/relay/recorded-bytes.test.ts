import { expect, it } from 'vitest'
import { RecordedBytes } from '#relay/shell-host/recorded-bytes.ts'

/** A recorder that says of everything at once that it is recorded, so that what is shown depends on what is asked of it alone. */
async function play() {
  const recorded: string[] = []
  const shown: string[] = []
  const recorder = {
    output: (bytes: Uint8Array, done: () => void) => {
      recorded.push(Buffer.from(bytes).toString())
      done()
    },
    input: () => {},
    resize: () => {},
    mark: () => {},
    end: () => Promise.resolve(),
  }
  const bytes = new RecordedBytes({ recorder: Promise.resolve(recorder), end: () => Promise.resolve() })
  await Promise.resolve()
  const far = (text: string) =>
    bytes.output(new Uint8Array(Buffer.from(text)), (given) => shown.push(Buffer.from(given).toString()))
  return { bytes, far, recorded, shown }
}

it('shows what is recorded, and nothing once the recording can not go on', async () => {
  const { bytes, far, recorded, shown } = await play()
  far('before')
  bytes.giveUp()
  far('after')
  expect(recorded).toEqual(['before'])
  expect(shown).toEqual(['before'])
})
