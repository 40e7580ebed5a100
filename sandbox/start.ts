import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openApi } from './api.ts'
import { createDatabases, type Databases } from './databases/databases.ts'
import { createStarters, type PostgresqlChoice } from './databases/starters.ts'
import { createHome, describeEnvironment, type ProxyWay, type Way } from './home-folder.ts'
import type { Controls } from './faults/control-api.ts'
import { type Fault, fault as faultSchema } from './faults/fault.ts'
import type { StateReport } from './faults/state-report.ts'
import type { AgentBehaviour } from './gateway/gateway.ts'
import { createGateway } from './gateway/index.ts'
import { type ProxyPolicy, withCredentials } from './network/proxy-policy.ts'
import { createAgentKeys } from './service/kms/agent-keys.ts'
import { type CorporateNetwork, type Destinations, openCorporateNetwork } from './network/corporate-network.ts'
import { createLoopbackServices } from './network/loopback-services.ts'
import { createVpcNetwork } from './network/vpc-network.ts'
import { type IssuedCredentials, issueCredentials, seedSignIn } from './seeding.ts'
import { installPrograms } from './programs/programs.ts'
import { createUpgradeCheck } from './service/upgrade-check.ts'
import type { CallRecord } from './state/call-log.ts'
import { createMemory, type Memory } from './state/memory.ts'
import { createSshServer } from './ssh-server/ssh-server.ts'
import { createTemporaryFolder, removeFolder, sweepTemporaryFolders } from './temporary-folders.ts'
import type { DatabaseEngine, World } from './world/types.ts'
import { createWorld, type Crowd, type People } from './world/world.ts'

export type { ProxyPolicy } from './network/proxy-policy.ts'
export type { Fault } from './faults/fault.ts'
export type { StateReport } from './faults/state-report.ts'
export type { CallRecord } from './state/call-log.ts'
export type { DatabaseAccess, Databases } from './databases/databases.ts'
export type { IssuedCredentials } from './seeding.ts'

export interface SandboxOptions {
  /** Port of the APIs and pages on 127.0.0.1; 0 (the default) takes any free one. */
  readonly port?: number
  /** Port of the message gateway; 0 by default. */
  readonly gatewayPort?: number
  /** Engines that may be started; all by default. They start on first use, or at once with `eager`. */
  readonly databases?: readonly DatabaseEngine[]
  readonly startDatabases?: 'lazy' | 'eager'
  /** Which PostgreSQL; the computer's own if it has one, by default. */
  readonly postgresql?: PostgresqlChoice
  /** Home folder to write `.aws` into; a temporary one, removed at the end, by default. */
  readonly home?: string
  /**
   * `endpoint` (the default) leads clients here with AWS_ENDPOINT_URL; `corporate` leaves them the genuine host names,
   * behind a proxy that looks into TLS with a test authority.
   */
  readonly network?: Way['kind']
  /** How the proxy of the corporate network treats those who ask it; `open` by default. */
  readonly proxy?: ProxyPolicy
  /** How clients of the corporate network are told of its proxy; `http` by default. */
  readonly proxyBy?: ProxyWay
  /** More accounts, roles and nodes, for paging. */
  readonly crowd?: Crowd
  /** `with-mfa` adds an IAM user with an MFA device, and profiles for roles that ask for its code. */
  readonly people?: People
  /** How agents and the network behave, where no fault says otherwise. */
  readonly behaviour?: Partial<AgentBehaviour>
  readonly log?: (event: string, fields?: Readonly<Record<string, unknown>>) => void
}

/** A running sandbox. */
export interface Sandbox {
  /** Variables that lead AWS clients here. */
  readonly environment: Readonly<Record<string, string>>
  /** `http://127.0.0.1:PORT`: every API, `/authorize`, `/device` and the control API under `/_sandbox/`. */
  readonly endpointUrl: string
  readonly controlUrl: string
  readonly portalUrl: string
  /** `ws://127.0.0.1:PORT` */
  readonly gatewayUrl: string
  readonly home: string
  readonly world: World
  readonly databases: Databases
  state(): StateReport
  /** Makes things go wrong; throws when a fault cannot be applied. Returns how many things each one touched. */
  fault(...faults: readonly Fault[]): readonly number[]
  /** Plays the user in front of a device code (the newest that waits, unless one is named). False when none waits. */
  decideDevice(decision: 'allow' | 'deny', userCode?: string): boolean
  /** Writes a valid token file into `home`, as a sign-in would have; gives its path. */
  seedSignIn(): Promise<string>
  /** Credentials without any sign-in; throws when the account has no such permission set. */
  issueCredentials(accountName: string, permissionSet: string): IssuedCredentials
  /** Takes every fault back and forgets the calls. */
  reset(): void
  /** Called for each answered call; returns the way to stop. */
  onCall(listener: (call: CallRecord) => void): () => void
  /** Stops everything: sessions, servers, databases, temporary files. Safe to call twice. */
  stop(): Promise<void>
}

export const allEngines: readonly DatabaseEngine[] = ['postgresql', 'mysql', 'redis', 'opensearch']

/** Starts a miniature AWS on loopback. Nothing of it is left after `stop()`, nor when starting fails. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const closers: (() => Promise<void>)[] = []
  const stop = once(async () => {
    for (const group of [closers.slice(1), closers.slice(0, 1)]) await Promise.all(group.map((close) => close()))
  })
  try {
    return { ...(await open(options, closers)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Starts part after part, and notes how each is stopped; the home folder, the first one, goes last. */
async function open(options: SandboxOptions, closers: (() => Promise<void>)[]): Promise<Omit<Sandbox, 'stop'>> {
  const world = createWorld(options.crowd, options.people)
  const memory = createMemory(world)
  void sweepTemporaryFolders()
  const home = await createHome(world, options.home ?? null)
  closers.push(home.remove)
  const databases = createDatabases(createStarters(options.databases ?? allEngines, options.postgresql ?? 'any'))
  const services = createLoopbackServices()
  const sshServer = createSshServer(home.folder)
  closers.push(databases.stop, services.stop, sshServer.stop)
  const { dial, prepare } = createVpcNetwork({ ...memory, databases, services, sshServer })
  const programFolder = await createTemporaryFolder('programs')
  closers.push(() => removeFolder(programFolder))
  await installPrograms(programFolder)
  const gateway = await createGateway({
    port: options.gatewayPort ?? 0,
    dial,
    authorizeUpgrade: createUpgradeCheck(memory),
    keys: createAgentKeys(memory),
    behaviour: { programFolder, ...options.behaviour },
    log: options.log ?? (() => undefined),
  })
  closers.push(() => gateway.close())
  const api = await openApi(options.port ?? 0, { memory, gateway, databases, prepare, sshServer })
  closers.push(api.listener.close)
  const ports = { apiPort: api.listener.port, gatewayPort: Number(new URL(gateway.url).port) }
  const way = await openWay({ options, memory, baseUrl: api.baseUrl, ports, home: home.folder, closers })
  if (options.startDatabases === 'eager') await Promise.all(allEngines.map((engine) => databases.ensure(engine)))
  return {
    environment: describeEnvironment(world, home, api.baseUrl, way),
    endpointUrl: api.baseUrl,
    controlUrl: api.baseUrl,
    portalUrl: api.baseUrl,
    gatewayUrl: gateway.url,
    home: home.folder,
    world,
    databases,
    ...handles(memory, api.controls, home.folder),
  }
}

type Handles = Pick<
  Sandbox,
  'state' | 'fault' | 'decideDevice' | 'seedSignIn' | 'issueCredentials' | 'reset' | 'onCall'
>

const handles = (memory: Memory, controls: Controls, home: string): Handles => ({
  state: controls.report,
  fault: (...faults) => faults.map((fault) => applyOrThrow(controls, fault)),
  decideDevice: (decision, userCode) => controls.decideDevice(userCode ?? null, decision),
  seedSignIn: () => seedSignIn(memory, home),
  issueCredentials: (accountName, permissionSet) => issueCredentials(memory, accountName, permissionSet),
  reset: controls.reset,
  onCall: memory.calls.onCall,
})

function applyOrThrow(controls: Controls, fault: Fault): number {
  const applied = controls.apply(faultSchema.parse(fault))
  if (!applied.ok) throw new Error(applied.message)
  return applied.affected
}

interface WayParts {
  readonly options: SandboxOptions
  readonly memory: Memory
  readonly baseUrl: string
  readonly ports: Destinations
  readonly home: string
  readonly closers: (() => Promise<void>)[]
}

async function openWay({ options, memory, baseUrl, ports, home, closers }: WayParts): Promise<Way> {
  const kind = options.network ?? 'endpoint'
  if (kind === 'endpoint') return { kind, baseUrl }
  const policy = options.proxy ?? { kind: 'open' }
  const network = await openCorporateNetwork(ports, {
    policy: () => memory.settings.proxy ?? policy,
    log: memory.proxyLog,
  })
  closers.push(network.close)
  const certificateFile = join(home, 'test-authority.pem')
  await writeFile(certificateFile, network.certificate)
  return { kind, proxyVariables: proxyVariables(options.proxyBy ?? 'http', network, policy), certificateFile }
}

/** `auto_proxy` is what Chromium reads where no desktop keeps the system's settings. */
function proxyVariables(
  by: ProxyWay,
  network: CorporateNetwork,
  policy: ProxyPolicy,
): Readonly<Record<string, string>> {
  if (by === 'pac') return { auto_proxy: network.pacUrl }
  const url = withCredentials(by === 'socks' ? network.socksUrl : network.proxyUrl, policy)
  return { HTTPS_PROXY: url, https_proxy: url }
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  return () => (running ??= run())
}
