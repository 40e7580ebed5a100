import { beforeAll, describe, expect, it } from 'vitest'
import { splitShellWords, splitWindowsWords } from '#domain/text/shell-words.ts'
import { randomOf } from '../../fuzz/engine/random.ts'
import { findBotocore, readWithBotocore, splitWithBotocore, type BotocoreReading, type Origin } from './botocore.ts'
import { generatePair } from './generate-config.ts'
import { givenPairs } from './given-config.ts'
import { readOurselves, type OurReading } from './our-reading.ts'

const generatedPairs = 1_000
const installTimeoutMs = 6 * 60_000

let botocore: Awaited<ReturnType<typeof findBotocore>> = { reason: 'not tried' }
beforeAll(async () => {
  botocore = await findBotocore()
}, installTimeoutMs)

interface Pair {
  readonly config: string
  readonly credentials: string
}

/** Every place where the two readings are not the same, in words. */
async function differences(python: string, pairs: readonly Pair[]): Promise<readonly string[]> {
  const files = pairs.map(({ config, credentials }) => ({
    config: Buffer.from(config),
    credentials: Buffer.from(credentials),
  }))
  const theirs = await readWithBotocore(python, files)
  const ours = await Promise.all(files.map(readOurselves))
  return pairs.flatMap((pair, at) =>
    compare(ours[at]!, theirs[at]!).map((difference) => `${difference} in ${JSON.stringify(pair)}`),
  )
}

function compare(ours: OurReading, theirs: BotocoreReading): readonly string[] {
  if ('refused' in theirs) return ours.refused.length > 0 ? [] : [`not refused, but by botocore: ${theirs.refused}`]
  if (ours.refused.length > 0) return [`refused (${ours.refused.join(', ')}), but not by botocore`]
  const { outcomes, ...read } = theirs
  const { outcomes: own, profiles, sessions } = ours
  if (!same({ profiles, sessions }, read))
    return [`read ${JSON.stringify({ profiles, sessions })}, not ${JSON.stringify(read)}`]
  return Object.entries(outcomes).flatMap(([name, their]) => {
    const our = own[name] ?? null
    return agrees(our, their) ? [] : [`${name}: ${JSON.stringify(our)}, not ${JSON.stringify(their)}`]
  })
}

function agrees(our: OurReading['outcomes'][string], their: Origin | { readonly error: string } | null): boolean {
  const isTheirs = their !== null && 'error' in their
  if (our === null || !('error' in our)) return !isTheirs && same(our, their)
  // What botocore would only find out when it asks the service: an address, a region or an identity that cannot be one.
  return isTheirs || (their !== null && !isUsable(their))
}

function isUsable(origin: Origin): boolean {
  if (origin.from === 'role') return origin.source === null || isUsable(origin.source)
  if (origin.from === 'web-identity') return typeof origin.file === 'string'
  if (origin.from === 'login') return isRegion(origin.region) && /^arn:aws:iam::\d{12}:user\/\w+$/.test(origin.session)
  if (origin.from !== 'sso') return true
  return /^https?:\/\/\S+$/.test(origin.startUrl) && isRegion(origin.region)
}

function isRegion(text: unknown): boolean {
  return typeof text === 'string' && /^[a-z]+(-[a-z]+)+-\d$/.test(text)
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}

describe('~/.aws as botocore reads it', () => {
  it('in files as people have them', async (test) => {
    if ('reason' in botocore) return test.skip(`no botocore: ${botocore.reason}`)
    expect(await differences(botocore.python, Object.values(givenPairs))).toEqual([])
  })

  it(`in ${generatedPairs} generated pairs of files`, async (test) => {
    if ('reason' in botocore) return test.skip(`no botocore: ${botocore.reason}`)
    const pairs = Array.from({ length: generatedPairs }, (_, at) => generatePair(randomOf(`aws-config ${at}`)))
    const different = await differences(botocore.python, pairs)
    expect(different.slice(0, 5), `${different.length} differences`).toEqual([])
  })

  it('splits the command of a helper program into the same words', async (test) => {
    if ('reason' in botocore) return test.skip(`no botocore: ${botocore.reason}`)
    const random = randomOf('commands')
    const parts = ['a', ' ', '\t', '"', "'", '\\', '#', ';', '\n', 'ü', '/bin/x']
    const commands = Array.from({ length: 2_000 }, () =>
      Array.from({ length: random.below(12) }, () => random.pick(parts)).join(''),
    )
    const theirs = await splitWithBotocore(botocore.python, commands)
    const ours = commands.map((text) => ({ posix: splitShellWords(text), windows: splitWindowsWords(text) }))
    const different = commands.flatMap((text, at) => (same(ours[at], theirs[at]) ? [] : [[text, ours[at], theirs[at]]]))
    expect(different.slice(0, 5)).toEqual([])
  })
})
