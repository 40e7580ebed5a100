import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { credentialsOf, region } from '../../integration/sandbox/support.ts'
import { findBotocore } from '../aws-config/botocore.ts'

interface Answered {
  readonly asked: string
  readonly wanted: unknown
  readonly got: unknown
}

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

it('answers as the service models of botocore have it, whatever they forbid and whatever they list', async (context) => {
  const found = await findBotocore()
  if (!('python' in found)) return context.skip(found.reason)
  const keys = await credentialsOf(sandbox, 'platform-dev', 'PowerUser')
  const answers = await ask(found.python, 'ask_with_botocore.py', {
    endpoint: sandbox.endpointUrl,
    region,
    node: 'i-05f1d3a7e94b0c93a',
    session: 'somebody-0a1b2c3d4e5f60718',
    cluster: 'platform',
    task: '9f2c47d1e08b4a6c93f5d2708be14a6c',
    keys: [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken],
  })
  expect(answers.length).toBeGreaterThan(200)
  expect(answers.map(({ asked, got }) => ({ asked, answer: got }))).toEqual(
    answers.map(({ asked, wanted }) => ({ asked, answer: wanted })),
  )
})

it('signs in and gives credentials as the service models have it, with every error that they list for what is wrong', async (context) => {
  const found = await findBotocore()
  if (!('python' in found)) return context.skip(found.reason)
  const keys = await credentialsOf(sandbox, 'platform-dev', 'PowerUser')
  const { accessToken } = JSON.parse(await readFile(await sandbox.seedSignIn(), 'utf8')) as { accessToken: string }
  const answers = await ask(found.python, 'ask_sign_in_with_botocore.py', {
    endpoint: sandbox.endpointUrl,
    region,
    keys: [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken],
    token: accessToken,
    startUrl: 'https://harborline.awsapps.com/start',
    account: '118840276650',
    role: 'PowerUser',
  })
  expect(answers.length).toBeGreaterThan(40)
  expect(answers.map(({ asked, got }) => ({ asked, answer: got }))).toEqual(
    answers.map(({ asked, wanted }) => ({ asked, answer: wanted })),
  )
})

function ask(python: string, script: string, world: object): Promise<readonly Answered[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-X', 'utf8', join(import.meta.dirname, script)])
    let output = ''
    let complaint = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(complaint))
      const lines = output.trimEnd().split('\n')
      resolve(lines.map((line) => JSON.parse(line) as Answered))
    })
    child.stdin.end(`${JSON.stringify(world)}\n`)
  })
}
