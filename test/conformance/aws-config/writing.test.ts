import { beforeAll, describe, expect, it } from 'vitest'
import type { Edit } from '#core/store/aws-config/checked-edit.ts'
import { withoutSession, withSession } from '#core/store/aws-config/edit-session.ts'
import { bytesOf, textOf } from '#core/store/aws-config/file-text.ts'
import { randomOf } from '../../fuzz/engine/random.ts'
import { findBotocore, readWithBotocore, type BotocoreReading, type FilePair } from './botocore.ts'
import { generatePair } from './generate-config.ts'

const generatedPairs = 400
const installTimeoutMs = 6 * 60_000
/** `ソ能表` ends with bytes that are `\`, `]` and others in ASCII; the last is no UTF-8. */
const shiftJisNote = Buffer.from('2383 5c94 5c95 5c20 815d 835d 5d0a'.replaceAll(' ', ''), 'hex')

let botocore: Awaited<ReturnType<typeof findBotocore>> = { reason: 'not tried' }
beforeAll(async () => {
  botocore = await findBotocore()
}, installTimeoutMs)

/** A pair of files with what an edit of `config` makes of it; the same bytes when nothing was written. */
interface Edited {
  readonly name: string
  readonly before: FilePair
  readonly after: FilePair
  readonly edit: Edit['kind']
}

function edited(at: number, change: (text: string, name: string) => Edit): Edited {
  const random = randomOf(`aws-config edit ${at}`)
  const { config, credentials } = generatePair(random)
  const encoding = random.chance(20) ? 'cp932' : 'utf-8'
  const ascii = config.replaceAll(/[^\0-\x7f]/g, 'x')
  const bytes =
    encoding === 'utf-8' ? Buffer.from(config) : Buffer.concat([shiftJisNote, Buffer.from(ascii), shiftJisNote])
  const before = { config: bytes, credentials: Buffer.from(credentials.replaceAll(/[^\0-\x7f]/g, 'x')), encoding }
  const name = random.pick(['corp', 'Two Words', 'new'])
  const file = textOf(bytes)
  const edit = change(file.text, name)
  const written = edit.kind === 'changed' ? bytesOf(edit.text, file) : null
  return { name, before, after: { ...before, config: written ?? bytes }, edit: edit.kind }
}

/** What is not the same for botocore before and after, but for the session itself and the profiles that use it. */
function harmOf({ name }: Edited, before: BotocoreReading, after: BotocoreReading): string | null {
  if ('refused' in before) return null
  if ('refused' in after) return `refused after: ${after.refused}`
  const [was, is] = [beside(name, before), beside(name, after)]
  return was === is ? null : `${is}, not ${was}`
}

function beside(name: string, reading: Exclude<BotocoreReading, { refused: string }>): string {
  const { profiles, sessions, outcomes } = reading
  const others = Object.entries(outcomes).filter(([profile]) => profiles[profile]?.['sso_session'] !== name)
  const chains = others.filter(([profile]) => profiles[profile]?.['source_profile'] === undefined)
  return JSON.stringify([profiles, { ...sessions, [name]: undefined }, chains])
}

async function harms(python: string, edits: readonly Edited[]): Promise<readonly string[]> {
  const [before, after] = await Promise.all([
    readWithBotocore(
      python,
      edits.map((one) => one.before),
    ),
    readWithBotocore(
      python,
      edits.map((one) => one.after),
    ),
  ])
  return edits.flatMap((one, at) => {
    const harm = harmOf(one, before[at]!, after[at]!)
    return harm === null ? [] : [`${harm} in ${JSON.stringify([one.before.config, one.after.config].map(String))}`]
  })
}

describe('an edit of ~/.aws/config', () => {
  it(`adds or changes a session in ${generatedPairs} generated files, and botocore reads it and nothing else anew`, async (test) => {
    if ('reason' in botocore) return test.skip(`no botocore: ${botocore.reason}`)
    const session = { startUrl: 'https://new.awsapps.com/start#/', region: 'eu-north-1' }
    const edits = Array.from({ length: generatedPairs }, (_, at) =>
      edited(at, (text, name) => withSession(text, { name, ...session })),
    )
    const unsafe = edits.filter(({ edit }) => edit !== 'changed')
    expect(unsafe.map((one) => String(one.before.config))).toEqual([])
    expect((await harms(botocore.python, edits)).slice(0, 3)).toEqual([])
    const after = await readWithBotocore(
      botocore.python,
      edits.map((one) => one.after),
    )
    const missed = edits.filter(({ name }, at) => {
      const reading = after[at]!
      const ours = 'refused' in reading ? null : reading.sessions[name]
      return ours !== null && (ours?.['sso_start_url'] !== session.startUrl || ours['sso_region'] !== session.region)
    })
    expect(missed.map((one) => String(one.after.config)).slice(0, 3)).toEqual([])
  })

  it('takes a session away, or leaves the file alone where others would change their meaning', async (test) => {
    if ('reason' in botocore) return test.skip(`no botocore: ${botocore.reason}`)
    const edits = Array.from({ length: generatedPairs }, (_, at) => edited(at, withoutSession))
    const changed = edits.filter(({ edit }) => edit === 'changed')
    expect(changed.length).toBeGreaterThan(generatedPairs / 10)
    expect(edits.filter(({ edit }) => edit === 'unsafe').length).toBeLessThan(generatedPairs / 50)
    expect((await harms(botocore.python, edits)).slice(0, 3)).toEqual([])
    const after = await readWithBotocore(
      botocore.python,
      changed.map((one) => one.after),
    )
    const left = changed.filter(({ name }, at) => {
      const reading = after[at]!
      return !('refused' in reading) && name in reading.sessions
    })
    expect(left.map((one) => String(one.after.config)).slice(0, 3)).toEqual([])
  })
})
