import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createGateway, type Gateway } from '#sandbox/gateway/index.ts'
import { buildCommand } from './granted-session.ts'
import { type SessionProgram, startProgram } from './session-program.ts'

const sessionId = 'mika-0123456789'
const keys = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

let program = ''
let folder = ''
let gateway: Gateway
let upgrades: { readonly signature: string | undefined; readonly isPresigned: boolean }[] = []
let running: SessionProgram | null = null

beforeAll(async () => {
  program = await buildCommand()
})
beforeEach(async () => {
  upgrades = []
  folder = await mkdtemp(join(tmpdir(), 'culvert-credentials-'))
  gateway = await createGateway({
    port: 0,
    dial: () => ({ kind: 'refused' }),
    authorizeUpgrade({ url, headers }) {
      upgrades.push({ signature: headers['authorization']?.toString(), isPresigned: url.includes('X-Amz-Signature=') })
      return true
    },
    log: () => undefined,
  })
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.exited
  await gateway.close()
  await rm(folder, { recursive: true, force: true })
})

interface Given {
  readonly environment?: Readonly<Record<string, string>>
  readonly profile?: string
  readonly query?: string
}

/** The one upgrade that the command asks for before it opens its port. */
async function upgradeWith({ environment = {}, profile = '', query = '' }: Given): Promise<(typeof upgrades)[number]> {
  const opened = gateway.open({
    sessionId,
    targetId: 'i-0123456789abcdef0',
    region: 'eu-west-1',
    sessionType: 'Port',
    properties: { portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding' },
    agentVersion: '3.3.987.0',
  })
  const streamUrl = `${opened.streamUrl}${query}`
  const response = JSON.stringify({ SessionId: sessionId, TokenValue: opened.tokenValue, StreamUrl: streamUrl })
  const request = JSON.stringify({ Target: 'i-0123456789abcdef0' })
  const args = [response, 'eu-west-1', 'StartSession', profile, request, '']
  const base = { PATH: process.env['PATH'] ?? '', HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' }
  running = startProgram(program, { args, environment: { ...base, ...environment } })
  await running.printed(/Waiting for connections/)
  const [upgrade, ...more] = upgrades
  if (upgrade === undefined || more.length > 0) throw new Error(`${upgrades.length} upgrades`)
  return upgrade
}

/** A profile whose credentials come from a program that leaves a trace. */
async function tracingProfile(): Promise<{ readonly environment: Record<string, string>; wasAsked(): boolean }> {
  const answer = { Version: 1, AccessKeyId: keys.AWS_ACCESS_KEY_ID, SecretAccessKey: keys.AWS_SECRET_ACCESS_KEY }
  const [trace, file] = [join(folder, 'asked'), join(folder, 'config')]
  await writeFile(join(folder, 'answer.json'), JSON.stringify(answer))
  await writeFile(file, `[profile dev]\ncredential_process = sh -c "touch '${trace}'; cat '${folder}/answer.json'"\n`)
  return { environment: { AWS_CONFIG_FILE: file }, wasAsked: () => existsSync(trace) }
}

it('signs the upgrade for ssmmessages, with keys of the environment', async () => {
  const { signature } = await upgradeWith({ environment: keys })
  expect(signature).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/ssmmessages\/aws4_request,/,
  )
})

it('signs the upgrade with a profile of its own, past the environment’s keys', async () => {
  const { environment, wasAsked } = await tracingProfile()
  const { signature } = await upgradeWith({
    environment: { ...environment, AWS_ACCESS_KEY_ID: 'AKIAOTHER' },
    profile: 'dev',
  })
  expect(signature).toMatch(/Credential=AKIAIOSFODNN7EXAMPLE/)
  expect(wasAsked()).toBe(true)
})

it('opens unsigned where there are no credentials', async () => {
  expect(await upgradeWith({})).toEqual({ signature: undefined, isPresigned: false })
})

it('leaves a presigned address alone, and asks nobody for credentials', async () => {
  const { environment, wasAsked } = await tracingProfile()
  const query = '&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00'
  expect(await upgradeWith({ environment, profile: 'dev', query })).toEqual({ signature: undefined, isPresigned: true })
  expect(wasAsked()).toBe(false)
})

it('asks nobody for credentials, and signs nothing, where SSM_PLUGIN_SKIP_CLIENT_CONFIGURE says so', async () => {
  const { environment, wasAsked } = await tracingProfile()
  const skip = { ...environment, SSM_PLUGIN_SKIP_CLIENT_CONFIGURE: 'true' }
  expect(await upgradeWith({ environment: skip, profile: 'dev' })).toEqual({ signature: undefined, isPresigned: false })
  expect(wasAsked()).toBe(false)
})
