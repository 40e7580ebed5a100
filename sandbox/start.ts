import { createDatabases, type Databases } from './databases/databases.ts'
import { createStarters, type PostgresqlChoice } from './databases/starters.ts'
import { createHome, describeEnvironment } from './environment.ts'
import { createControl, type Controls } from './faults/control.ts'
import { createControls } from './faults/controls.ts'
import { type Fault, fault as faultSchema } from './faults/fault.ts'
import type { StateReport } from './faults/state-report.ts'
import type { AgentBehaviour, Gateway } from './gateway/gateway.ts'
import { createGateway } from './gateway/index.ts'
import { createLoopbackServices } from './network/loopback-services.ts'
import { createVpcNetwork } from './network/vpc-network.ts'
import { browse } from './service/oidc/browser.ts'
import type { ServiceContext } from './service/service.ts'
import { createServices, createUpgradeCheck, followSessionEnds } from './services.ts'
import type { CallRecord } from './state/call-log.ts'
import { createMemory, type Memory } from './state/memory.ts'
import { createDispatcher } from './wire/dispatcher.ts'
import type { ApiRequest, Reply } from './wire/exchange.ts'
import { type HttpListener, listenHttp } from './wire/server.ts'
import type { DatabaseEngine, World } from './world/types.ts'
import { createWorld, type Crowd } from './world/world.ts'

export type { Fault } from './faults/fault.ts'
export type { StateReport } from './faults/state-report.ts'
export type { CallRecord } from './state/call-log.ts'
export type { DatabaseAccess, Databases } from './databases/databases.ts'

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
  /** More accounts, roles and nodes, for paging. */
  readonly crowd?: Crowd
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
  /** Plays the user in front of a device code. */
  decideDevice(decision: 'allow' | 'deny', userCode?: string): boolean
  /** Takes every fault back and forgets the calls. */
  reset(): void
  /** Called for each answered call; returns the way to stop. */
  onCall(listener: (call: CallRecord) => void): () => void
  /** Stops everything: sessions, servers, databases, temporary files. Safe to call twice. */
  stop(): Promise<void>
}

const allEngines: readonly DatabaseEngine[] = ['postgresql', 'mysql', 'redis', 'opensearch']

/** Starts a miniature AWS on loopback. Nothing of it is left after `stop()`. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = createWorld(options.crowd)
  const memory = createMemory(world)
  const databases = createDatabases(createStarters(options.databases ?? allEngines, options.postgresql ?? 'any'))
  const services = createLoopbackServices()
  const network = createVpcNetwork({ ...memory, databases, services })
  const gateway = await createGateway({
    port: options.gatewayPort ?? 0,
    dial: network.dial,
    authorizeUpgrade: createUpgradeCheck(memory.keys, memory.clock),
    ...(options.behaviour === undefined ? {} : { behaviour: options.behaviour }),
    log: options.log ?? (() => undefined),
  })
  const api = await openApi(options.port ?? 0, memory, gateway, network.prepare, databases)
  const home = await createHome(world, options.home ?? null)
  if (options.startDatabases === 'eager') await Promise.all(allEngines.map((engine) => databases.ensure(engine)))
  let stopping: Promise<unknown> | null = null
  const stop = (): Promise<unknown> =>
    Promise.all([api.listener.close(), gateway.close(), services.stop(), databases.stop()]).then(() => home.remove())
  return {
    environment: describeEnvironment(world, home, api.baseUrl),
    endpointUrl: api.baseUrl,
    controlUrl: api.baseUrl,
    portalUrl: api.baseUrl,
    gatewayUrl: gateway.url,
    home: home.folder,
    world,
    databases,
    state: api.controls.report,
    fault: (...faults) => faults.map((fault) => applyOrThrow(api.controls, fault)),
    decideDevice: (decision, userCode) => api.controls.decideDevice(userCode ?? null, decision),
    reset: api.controls.reset,
    onCall: memory.calls.onCall,
    stop: async () => {
      stopping ??= stop()
      await stopping
    },
  }
}

function applyOrThrow(controls: Controls, fault: Fault): number {
  const applied = controls.apply(faultSchema.parse(fault))
  if (!applied.ok) throw new Error(applied.message)
  return applied.affected
}

interface Api {
  readonly listener: HttpListener
  readonly baseUrl: string
  readonly controls: Controls
}

/** Listens first, because the services tell browsers where they are. */
async function openApi(
  port: number,
  memory: Memory,
  gateway: Gateway,
  prepare: ServiceContext['prepare'],
  databases: Databases,
): Promise<Api> {
  let handle: (request: ApiRequest) => Promise<Reply | 'hang-up'> = async () => notFound
  const listener = await listenHttp(port, (request) => handle(request), memory.clock.now)
  const baseUrl = `http://127.0.0.1:${listener.port}`
  const context: ServiceContext = { ...memory, baseUrl, gateway, prepare }
  followSessionEnds(gateway, context)
  const controls = createControls(memory, context, databases)
  const control = createControl(controls)
  const dispatch = createDispatcher({ ...memory, services: createServices(context), faults: memory.callFaults })
  handle = async (request) => {
    const reply = control(request) ?? browse(context, request)
    if (reply !== null) return reply
    const dispatched = await dispatch(request)
    return dispatched === 'not-an-api-call' ? notFound : dispatched
  }
  return { listener, baseUrl, controls }
}

const notFound: Reply = {
  status: 404,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'UnknownOperationException' },
  body: '{"__type":"UnknownOperationException","message":"The sandbox does not play this."}',
}
