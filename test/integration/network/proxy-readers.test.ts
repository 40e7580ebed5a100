import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, type TestContext } from 'vitest'
import { programOnPath, runClient } from '#test/support/real-clients.ts'
import { gateway, proxyReadings } from '#test/support/proxy-readings.ts'

const readers = join(import.meta.dirname, 'readers')
const root = join(import.meta.dirname, '../../..')
const installMs = 6 * 60_000

const cases = proxyReadings.map(({ environment, url = gateway }) => ({ environment, url }))
const named = (answers: readonly string[]): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(proxyReadings.map(({ what }, index) => [what, answers[index]]))

/** What a reader says to all cases at once. */
async function answersOf(program: string, args: readonly string[]): Promise<readonly string[]> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(cases))
  return JSON.parse(await text(child.stdout)) as string[]
}

/** A program that could be had, or the reason why not. */
async function orSkip(context: TestContext, made: Promise<string>): Promise<string> {
  const outcome = await made.then(
    (path) => ({ path: path.trim() }),
    (error: Error) => ({ reason: error.message.slice(0, 300) }),
  )
  if ('reason' in outcome) context.skip(outcome.reason)
  return 'path' in outcome ? outcome.path : ''
}

async function buildGoReader(): Promise<string> {
  const go = programOnPath('go')
  if (go === null) throw new Error('go is not installed')
  const output = join(root, '.cache', 'proxy-reader')
  await runClient(go, ['build', '-C', readers, '-o', output, '.'], { GOFLAGS: '-mod=readonly -buildvcs=false' })
  return output
}

/** Curl tells which variable it took before it connects anywhere. */
function curlAnswer(curl: string, { environment, url }: (typeof cases)[number]): Promise<'proxy' | 'none'> {
  const args = ['-sv', '--disable', '--max-time', '0.3', '--connect-to', '::127.0.0.1:9', url]
  return new Promise((resolve) => {
    execFile(curl, args, { env: { ...environment } }, (_error, _output, said) =>
      resolve(/Uses proxy env variable (?!no_proxy|NO_PROXY)/.test(said) ? 'proxy' : 'none'),
    )
  })
}

describe('the table of readings says what is so', () => {
  it('of botocore, as in AWS CLI', { timeout: installMs }, async (context) => {
    const folder = await orSkip(context, runClient(process.execPath, [join(root, 'script/sandbox-clients.mjs')]))
    const answers = await answersOf(join(folder, 'python'), [join(readers, 'botocore-reader.py')])
    const expected = proxyReadings.map(({ ours, botocore }) => botocore ?? ours)
    expect(named(answers)).toEqual(named(expected))
  })

  it("of Go's httpproxy, as in AWS's plugin", { timeout: 120_000 }, async (context) => {
    const answers = await answersOf(await orSkip(context, buildGoReader()), [])
    const expected = proxyReadings.map(({ ours, go }) => go ?? ours)
    expect(named(answers)).toEqual(named(expected))
  })

  it('of curl', async (context) => {
    const curl = programOnPath('curl')
    if (curl === null) return context.skip('curl is not installed')
    const answers = await Promise.all(cases.map((one) => curlAnswer(curl, one)))
    const expected = proxyReadings.map(({ ours, curl: other }) => other ?? (ours === 'none' ? 'none' : 'proxy'))
    expect(named(answers)).toEqual(named(expected))
  })
})
