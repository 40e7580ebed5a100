import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAwsConfigStore } from '#core/store/aws-config/index.ts'
import { sessionSection, type SectionText } from '#domain/aws-config/section-text.ts'
import { clientInstallTimeoutMs, findAwsCli2, runAwsCli, type FoundProgram } from '#test/support/aws-cli.ts'
import { randomOf } from '../../fuzz/engine/random.ts'
import { createManualClock } from '../../unit/identity/manual-clock.ts'
import { findBotocore, readWithBotocore, type BotocoreReading, type FilePair } from './botocore.ts'
import { generatePair } from './generate-config.ts'

const generatedPairs = 200
/** None of them is in a generated file. */
const names = [
  'added',
  'two  words',
  "it's",
  'say "x"',
  'x]y',
  '#1',
  'a=b',
  'ends\\',
  'über',
  '本番 2',
  '[x]',
  'profile',
]
const session = { name: 'culvert new', startUrl: 'https://new.awsapps.com/start#/', region: 'eu-north-1' }

let botocore: Awaited<ReturnType<typeof findBotocore>> = { reason: 'not tried' }
let cli: FoundProgram = { reason: 'not tried' }
beforeAll(async () => {
  botocore = await findBotocore()
  cli = await findAwsCli2()
}, clientInstallTimeoutMs)

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-adding-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** What was added to a pair of files, if that could be done. */
interface Added {
  readonly name: string
  readonly before: FilePair
  readonly after: FilePair
  readonly isWritten: boolean
}

const profileSection = (name: string): SectionText => ({
  kind: 'profile',
  name,
  settings: [
    ['sso_session', session.name],
    ['sso_account_id', '111122223333'],
    ['sso_role_name', 'ReadOnly'],
    ['region', 'eu-west-1'],
  ],
})

async function addTo(pair: { readonly config: string; readonly credentials: string }, name: string): Promise<Added> {
  const files = { configFile: join(home, 'config'), credentialsFile: join(home, 'credentials') }
  const before = { config: Buffer.from(pair.config), credentials: Buffer.from(pair.credentials) }
  await writeFile(files.configFile, before.config)
  await writeFile(files.credentialsFile, before.credentials)
  const { changes } = createAwsConfigStore({ clock: createManualClock(), ...files })
  const planned = await changes.planAdding([sessionSection(session), profileSection(name)])
  const written = planned.ok ? await changes.replace(planned.value.before.mark, planned.value.after) : null
  return { name, before, after: { ...before, config: await readFile(files.configFile) }, isWritten: written !== null }
}

async function readBoth(python: string, added: readonly Added[]) {
  const read = (pairs: readonly FilePair[]): Promise<readonly BotocoreReading[]> => readWithBotocore(python, pairs)
  return await Promise.all([read(added.map(({ before }) => before)), read(added.map(({ after }) => after))])
}

/** What botocore reads beside what was added. */
function others(reading: BotocoreReading, name: string): string {
  if ('refused' in reading) return 'refused'
  const { profiles, sessions, outcomes } = reading
  const without = (all: object, own: string) => Object.entries(all).filter(([key]) => key !== own)
  return JSON.stringify([without(profiles, name), without(sessions, session.name), without(outcomes, name)])
}

describe('profiles that are added', () => {
  it(`to ${generatedPairs} generated files stand behind every byte that was there, and botocore reads them as meant and all else as before`, async (test) => {
    if ('reason' in botocore) return test.skip(`no botocore: ${botocore.reason}`)
    const added: Added[] = []
    for (let at = 0; at < generatedPairs; at += 1) {
      const random = randomOf(`aws-config adding ${at}`)
      added.push(await addTo(generatePair(random), random.pick(names)))
    }
    expect(added.filter(({ isWritten }) => isWritten).length).toBeGreaterThan(generatedPairs * 0.9)
    const [was, is] = await readBoth(botocore.python, added)
    const own = { from: 'sso', startUrl: session.startUrl, region: session.region, accountId: '111122223333' }
    let read = 0
    for (const [at, { name, before, after, isWritten }] of added.entries()) {
      const [earlier, later] = [was[at]!, is[at]!]
      expect(after.config.subarray(0, before.config.length)).toEqual(before.config)
      expect(others(later, name), String(after.config)).toBe(others(earlier, name))
      if (!isWritten || 'refused' in later) continue
      read += 1
      expect(later.outcomes[name], String(after.config)).toMatchObject({ ...own, roleName: 'ReadOnly' })
      expect(later.profiles[name]).toMatchObject({ region: 'eu-west-1' })
    }
    expect(read).toBeGreaterThan(generatedPairs / 2)
  })

  it('are listed by the AWS CLI under their names, with those that were there', async (test) => {
    if ('reason' in cli) return test.skip(`no aws-cli 2: ${cli.reason}`)
    const environment = {
      ...process.env,
      AWS_CONFIG_FILE: join(home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
    }
    for (const name of ['added', "it's two", '本番 2']) {
      await addTo({ config: '# mine\r\n[profile a]\r\nregion = eu-west-1', credentials: '' }, name)
      const listed = await runAwsCli(cli.program, ['configure', 'list-profiles'], environment)
      expect(listed.complaint).toBe('')
      expect(listed.output.split(/\r?\n/).filter((line) => line !== '')).toEqual(['a', name])
    }
  })
})
