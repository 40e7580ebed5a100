import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { runClient } from '#test/support/real-clients.ts'

const root = join(import.meta.dirname, '../../..')
const installTimeoutMs = 6 * 60_000

/** Folder of the Python clients' programs, or the reason why there is none. */
let clients: { readonly folder: string } | { readonly reason: string } = { reason: 'not tried' }
/** Path of an aws-cli of version 2, or the reason why there is none. */
let cliV2: { readonly program: string } | { readonly reason: string } = { reason: 'not tried' }

beforeAll(async () => {
  clients = await runClient(process.execPath, [join(root, 'script/sandbox-clients.mjs')]).then(
    (folder) => ({ folder: folder.trim() }),
    (error: Error) => ({ reason: error.message }),
  )
  cliV2 = await runClient('/usr/bin/aws', ['--version']).then(
    (version) =>
      version.startsWith('aws-cli/2.') ? { program: '/usr/bin/aws' } : { reason: `/usr/bin/aws is ${version}` },
    (error: Error) => ({ reason: error.message }),
  )
}, installTimeoutMs)

/** Only what a client needs to run, and the sandbox's variables without its static keys: profiles are to be used. */
const environmentOf = (sandbox: Sandbox): Readonly<Record<string, string>> => {
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...environment } = sandbox.environment
  return { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', PYTHONUNBUFFERED: '1', ...environment }
}

/** Runs a client in that environment alone. Rejects with what it said when it fails. */
async function run(program: string, args: readonly string[], sandbox: Sandbox): Promise<string> {
  return (await promisify(execFile)(program, args, { env: environmentOf(sandbox) })).stdout
}

describe('clients that know endpoint variables', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ crowd: { nodes: 120 } })
  })
  afterAll(() => sandbox.stop())

  it('aws-cli 1 lists instances and nodes, page by page', async (test) => {
    if ('reason' in clients) return test.skip(`no aws-cli 1: ${clients.reason}`)
    await sandbox.seedSignIn()
    const aws = join(clients.folder, 'aws')
    const ask = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse(await run(aws, [...args, '--profile', 'platform-dev', '--output', 'json'], sandbox))
    const instances = await ask(
      'ec2',
      'describe-instances',
      '--page-size',
      '50',
      '--query',
      'Reservations[].Instances[].InstanceId',
    )
    expect(instances).toHaveLength(121)
    const nodes = await ask('ssm', 'describe-instance-information', '--query', 'InstanceInformationList[].PingStatus')
    expect(nodes).toHaveLength(122)
    const pages = sandbox.state().calls.filter(({ action }) => action === 'DescribeInstanceInformation')
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(pages[0]?.userAgent).toMatch(/aws-cli\/1\./)
  })

  it('boto3 signs in by the token file, starts a session and reads errors by their names', async (test) => {
    if ('reason' in clients) return test.skip(`no boto3: ${clients.reason}`)
    await sandbox.seedSignIn()
    const program = `
import boto3, json
session = boto3.Session(profile_name='orders-prod')
ssm = session.client('ssm')
answer = ssm.start_session(Target='i-0ab3f29c81d7e4402', DocumentName='AWS-StartPortForwardingSession', Parameters={'portNumber': ['7']})
found = [answer['SessionId'], session.client('sts').get_caller_identity()['Account']]
for call in (lambda: ssm.start_session(Target='i-0c7e41d8b5a90f236'), lambda: ssm.resume_session(SessionId='mika.sato-0')):
    try: call()
    except ssm.exceptions.ClientError as error: found.append(error.response['Error']['Code'])
ssm.terminate_session(SessionId=answer['SessionId'])
print(json.dumps(found))
`
    const output = await run(join(clients.folder, 'python'), ['-c', program], sandbox)
    expect(JSON.parse(output)).toEqual([
      expect.stringMatching(/^mika\.sato-[0-9a-f]{17}$/),
      '482100973316',
      'TargetNotConnected',
      'DoesNotExistException',
    ])
    expect(sandbox.state().sessions.active).toEqual([])
  })
})

describe('clients that only know genuine host names', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ network: 'corporate' })
  })
  afterAll(() => sandbox.stop())

  it('aws-cli 2 signs in with a device code, through a proxy that looks into TLS', async (test) => {
    if ('reason' in cliV2) return test.skip(`no aws-cli 2: ${cliV2.reason}`)
    const args = ['sso', 'login', '--sso-session', 'harborline', '--no-browser']
    const login = spawn(cliV2.program, args, { env: environmentOf(sandbox), stdio: ['ignore', 'pipe', 'pipe'] })
    const closed = once(login, 'close')
    const userCode = await firstMatch(login.stdout, /^([B-Z]{4}-[B-Z]{4})$/m)
    await fetch(new URL('/device', sandbox.portalUrl), {
      method: 'POST',
      body: new URLSearchParams({ user_code: userCode, decision: 'allow' }),
    })
    expect(await closed).toEqual([0, null])
    const cache = join(sandbox.home, '.aws/sso/cache')
    const files = await Promise.all((await readdir(cache)).map((name) => readFile(join(cache, name), 'utf8')))
    expect(files.filter((text) => text.includes('accessToken'))).toHaveLength(1)
    const identity = ['sts', 'get-caller-identity', '--profile', 'orders-staging', '--output', 'json']
    expect(JSON.parse(await run(cliV2.program, identity, sandbox))).toMatchObject({
      Account: '730155204418',
      Arn: expect.stringMatching(/AWSReservedSSO_DatabaseTunnel_\w+\/mika\.sato$/),
    })
    expect(new Set(sandbox.state().calls.map(({ service }) => service))).toEqual(new Set(['oidc', 'portal', 'sts']))
  })

  it('aws-cli 2 gets a stream address with a genuine host name', async (test) => {
    if ('reason' in cliV2) return test.skip(`no aws-cli 2: ${cliV2.reason}`)
    await sandbox.seedSignIn()
    const calls = sandbox.state().calls.length
    const start = ['ssm', 'start-session', '--target', 'i-0c7e41d8b5a90f236', '--profile', 'orders-prod']
    await expect(run(cliV2.program, start, sandbox)).rejects.toThrow(
      /\(TargetNotConnected\) when calling the StartSession operation: i-0c7e41d8b5a90f236 is not connected/,
    )
    expect(
      sandbox
        .state()
        .calls.slice(calls)
        .map(({ action }) => action),
    ).toEqual(['GetRoleCredentials', 'StartSession'])
  })
})

function firstMatch(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const found = pattern.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    stream.once('end', () => reject(new Error(`not printed: ${pattern.source} in ${text}`)))
  })
}
