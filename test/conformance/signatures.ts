import { expect } from 'vitest'
import { readCredential, signatureMatches } from '#sandbox/wire/signature.ts'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import { type AccessKeys, placeIn, someKeys } from './place.ts'
import { region, type SessionWorld, type StartedSession, type Upgrade } from './session-world.ts'
import { eventually } from './waiting.ts'

const temporaryKeys: AccessKeys = {
  ...someKeys,
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  sessionToken: 'token/of+the=session',
}

/** What an upgrade's signature is worth. */
function verdictOn(upgrade: Upgrade | undefined, keys: AccessKeys): string {
  if (upgrade === undefined) return 'not asked for'
  const { url, headers } = upgrade
  if (headers['authorization'] === undefined) return 'unsigned'
  const credential = readCredential(headers)
  if (credential === null) return `unreadable: ${String(headers['authorization'])}`
  const request = { method: 'GET', target: url, headers, body: Buffer.alloc(0) }
  if (!signatureMatches(request, credential, keys.secretAccessKey)) return 'badly signed'
  if (headers['x-amz-security-token'] !== keys.sessionToken) return 'signed without its session token'
  return `signed by ${credential.accessKeyId} for ${credential.service} in ${credential.region}`
}

const well = ({ accessKeyId }: AccessKeys): string => `signed by ${accessKeyId} for ssmmessages in ${region}`

async function openShell(
  engine: EngineUnderTest,
  world: SessionWorld,
  keys: AccessKeys | null,
  session: StartedSession = world.start({ sessionType: 'Standard_Stream', properties: {} }),
): Promise<string> {
  const shell = await engine.openTerminal(placeIn(world, keys), session, { kind: 'shell' })
  await shell.printed(/\$ $/)
  return shell.sessionId
}

async function signs(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  for (const keys of [someKeys, temporaryKeys]) {
    await openShell(engine, world, keys)
    expect(verdictOn(world.upgrades.at(-1), keys)).toBe(well(keys))
  }
}

async function signsAgain(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const session = world.start({
    sessionType: 'Standard_Stream',
    properties: {},
    behaviour: { resume: 'new-address' },
  })
  const sessionId = await openShell(engine, world, temporaryKeys, session)
  world.gateway.drop(sessionId, 1000)
  await eventually(() => expect(new Set(world.upgrades.map(({ url }) => url)).size).toBe(2), 8_000)
  expect(verdictOn(world.upgrades.at(-1), temporaryKeys)).toBe(well(temporaryKeys))
}

/** A URL that is signed already says so in its query. */
async function leavesPresignedAlone(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  const started = world.start({ sessionType: 'Standard_Stream', properties: {} })
  const signature = `&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=60&X-Amz-Signature=${'0'.repeat(64)}`
  const session = { ...started, streamUrl: started.streamUrl + signature }
  await openShell(engine, world, someKeys, session)
  const [upgrade] = world.upgrades
  expect(verdictOn(upgrade, someKeys)).toBe('unsigned')
  expect(upgrade?.headers['x-amz-date']).toBeUndefined()
  expect(upgrade?.url.endsWith(signature)).toBe(true)
}

async function opensUnsigned(engine: EngineUnderTest, world: SessionWorld): Promise<void> {
  await openShell(engine, world, null)
  expect(verdictOn(world.upgrades[0], someKeys)).toBe('unsigned')
}

/** Of the engine in process the app makes the signature; what the engine does with it is its own. */
export const signatures: readonly Behaviour[] = [
  {
    name: 'signs the upgrade for the service of data channels',
    fault: { name: 'upgrade-unsigned', sign: /expected 'unsigned' to be 'signed by/ },
    run: signs,
  },
  {
    name: 'signs the upgrade to a new address anew',
    fault: { name: 'upgrade-unsigned', sign: /expected 1 to be 2|expected 'unsigned' to be 'signed by/ },
    run: signsAgain,
  },
  { name: 'leaves a presigned address as it is', run: leavesPresignedAlone },
  { name: 'opens unsigned without credentials', run: opensUnsigned },
]
