import { DescribeDocumentCommand, GetDocumentCommand, SSMClient, StartSessionCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { textOf } from '../gateway/gateway-harness.ts'
import { RawClient } from '../gateway/raw-client.ts'
import { clientOf } from './support.ts'

const preferences = 'SSM-SessionManagerRunShell'
const staging = 'i-09d4c6e2f08b371be'
const clients: RawClient[] = []
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({
    databases: [],
    behaviour: { firstOutputMs: 0, terminalMs: 0, sleepMs: 0, completionMs: 0 },
  })
})
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect()
  sandbox.fault({ kind: 'end-session' })
  sandbox.reset()
})
afterAll(() => sandbox.stop())

const ssmOf = (account: string, role: string, region = 'ap-northeast-1'): SSMClient =>
  new SSMClient({ ...clientOf(sandbox), region, credentials: sandbox.issueCredentials(account, role) })

async function shellOn(ssm: SSMClient, Target: string, more: object = {}): Promise<RawClient> {
  const answer = await ssm.send(new StartSessionCommand({ Target, ...more }))
  const client = new RawClient()
  clients.push(client)
  await client.connect({ tokenValue: answer.TokenValue ?? '', streamUrl: answer.StreamUrl ?? '' })
  return client
}

const inputsOf = (content: string | undefined): unknown => (JSON.parse(content ?? '{}') as { inputs?: unknown }).inputs

describe('the preferences of an account', () => {
  it('are a document of its own in each region where somebody wrote one', async () => {
    const ssm = ssmOf('orders-prod', 'ReadOnly', 'eu-west-1')
    const got = await ssm.send(new GetDocumentCommand({ Name: preferences }))
    expect(got).toMatchObject({ DocumentType: 'Session', Status: 'Active', DocumentFormat: 'JSON' })
    expect(inputsOf(got.Content)).toMatchObject({
      idleSessionTimeout: '15',
      maxSessionDuration: '240',
      kmsKeyId: 'alias/session-manager',
      runAsEnabled: false,
    })
    const told = await ssm.send(new DescribeDocumentCommand({ Name: preferences }))
    expect(told.Document).toMatchObject({ Owner: '482100973316', SchemaVersion: '1.0' })
    await expect(
      ssmOf('orders-prod', 'ReadOnly').send(new GetDocumentCommand({ Name: preferences })),
    ).rejects.toMatchObject({ name: 'InvalidDocument' })
  })

  it('change by a fault, and are gone by another', async () => {
    const ssm = ssmOf('orders-staging', 'ReadOnly')
    sandbox.fault({ kind: 'session-preferences', preferences: { idleSessionTimeout: '3' } })
    const got = await ssm.send(new GetDocumentCommand({ Name: preferences }))
    expect(inputsOf(got.Content)).toMatchObject({ idleSessionTimeout: '3', kmsKeyId: '' })
    sandbox.fault({ kind: 'session-preferences', preferences: null })
    await expect(ssm.send(new GetDocumentCommand({ Name: preferences }))).rejects.toMatchObject({
      name: 'InvalidDocument',
    })
  })

  it('say as whom a shell runs', async () => {
    const ssm = ssmOf('orders-staging', 'DatabaseTunnel')
    sandbox.fault({ kind: 'session-preferences', preferences: { runAsEnabled: true, runAsDefaultUser: 'ec2-user' } })
    const client = await shellOn(ssm, staging)
    await client.until(() => textOf(client).includes('$ '))
    client.send(1, 'echo "I am $USER"\r')
    await client.until(() => /I am [a-z]/.test(textOf(client)))
    expect(textOf(client)).toContain('I am ec2-user')
  })

  it.each([
    ['', 'Invalid RunAs username. Set default username in Session Manager Preferences page.'],
    ['nobody-here', 'Unable to start shell: failed to start pty since RunAs user nobody-here does not exist'],
  ])('end a shell that is to run as %j', async (runAsDefaultUser, output) => {
    const ssm = ssmOf('orders-staging', 'DatabaseTunnel')
    sandbox.fault({ kind: 'session-preferences', preferences: { runAsEnabled: true, runAsDefaultUser } })
    expect(await (await shellOn(ssm, staging)).closedOutput()).toBe(output)
  })

  it('do not concern sessions with a document of their own', async () => {
    const ssm = ssmOf('orders-staging', 'DatabaseTunnel')
    sandbox.fault({
      kind: 'session-preferences',
      preferences: { kmsKeyId: 'alias/session-manager', runAsEnabled: true },
    })
    const client = await shellOn(ssm, staging, {
      DocumentName: 'Harborline-FollowLog',
      Parameters: { service: ['orders'] },
    })
    await client.until(() => textOf(client).includes('lines'))
    expect(textOf(client)).toContain('orders: the last 10 lines')
  })
})

it('a custom document tells its parameters, and refuses what they do not allow', async () => {
  const ssm = ssmOf('orders-staging', 'DatabaseTunnel')
  const told = await ssm.send(new DescribeDocumentCommand({ Name: 'Harborline-FollowLog' }))
  expect(told.Document?.Parameters).toEqual([
    { Name: 'service', Type: 'String', Description: 'Service whose log is followed' },
    { Name: 'lines', Type: 'String', DefaultValue: '10' },
  ])
  const start = ssm.send(
    new StartSessionCommand({
      Target: staging,
      DocumentName: 'Harborline-FollowLog',
      Parameters: { service: ['a; rm -rf /'] },
    }),
  )
  await expect(start).rejects.toMatchObject({ name: 'InvalidParameters' })
})
