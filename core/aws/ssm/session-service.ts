import { ResumeSessionCommand, SSMClient, StartSessionCommand, TerminateSessionCommand } from '@aws-sdk/client-ssm'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ChannelPass, SessionGrant } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { GrantedAccess } from '../../app/node-access-ports.ts'
import type { Log, ResumableSession, SessionPlace, SessionService, StartRequest } from '../../app/ports.ts'
import { serviceErrors } from '../ecs/ecs-errors.ts'
import { orFull } from '../ecs/exec-sessions.ts'
import { containerCommand, executeCommand } from '../ecs/execute-command.ts'
import { containerMatch, findContainers } from '../ecs/resolve-service.ts'
import { incompleteAnswer, isSignatureRefusal } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { chooseEngine, type FoundPlugin } from './choose-engine.ts'
import { findNodes, type FindNodesDeps } from './find-nodes.ts'
import { createPlaceCalls, type AwsKeys, type CallAtPlace } from './place-calls.ts'
import { isBeforeOtherHosts, isRefusedToOtherHosts, throughOwnPort } from './own-port.ts'
import { matchOf, resolveTarget } from './resolve-target.ts'
import { documentFor, grantedPurpose, type ChosenDocument } from './session-document.ts'
import { dataAddress } from './data-endpoint.ts'
import { passTo } from './session-pass.ts'
import { ssmErrors } from './ssm-errors.ts'
import { createStartQueue, type StartQueue } from './start-queue.ts'

export interface SessionServiceDeps {
  readonly clock: Clock
  readonly log: Log
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
  /** Credentials of access that was granted on request. */
  readonly access?: Pick<GrantedAccess, 'credentialsOf'>
  /** The official plugin; ENGINE_NOT_FOUND or ENGINE_UNUSABLE when there is none that answers. */
  findPlugin(): Promise<Result<FoundPlugin>>
  /** For the backoff's jitter; `Math.random` unless given. */
  random?(): number
}

interface Parts extends SessionServiceDeps, Pick<FindNodesDeps, 'searches'> {
  readonly call: CallAtPlace
  readonly queue: StartQueue
}

/** What the service answers to StartSession and ResumeSession. */
interface Opened {
  readonly answer: {
    readonly SessionId?: string | undefined
    readonly TokenValue?: string | undefined
    readonly StreamUrl?: string | undefined
  }
  readonly credentials: AwsKeys
  /** What the service's clock is ahead of ours, ms. */
  readonly clockOffset: number
  /** It leads to a port of the target itself, where other hosts were closed. */
  readonly onTarget?: true
}

/** Systems Manager's sessions. */
export function createSessionService(deps: SessionServiceDeps): SessionService {
  const queue = createStartQueue({ clock: deps.clock, random: deps.random ?? Math.random })
  const parts: Parts = { ...deps, queue, call: createPlaceCalls(deps), searches: new Map() }
  return {
    async findTargets(place, rule) {
      if (rule.by === 'ecs') {
        const containers = await findContainers(parts, place, rule)
        return containers.ok ? ok(containers.value.map(containerMatch)) : containers
      }
      const found = await findNodes(parts, place, rule)
      return found.ok ? ok(found.value.map(matchOf)) : found
    },
    resolveTarget: (place, rule, avoided) => resolveTarget(parts, place, rule, avoided),
    start: (place, request) => start(parts, place, request),
    resume: (place, session) => resume(parts, place, session),
    terminate: (place, sessionId) => terminate(parts, place, sessionId),
  }
}

async function start(parts: Parts, place: SessionPlace, request: StartRequest): Promise<Result<SessionGrant>> {
  const engine = await chooseEngine(request.engine, () => parts.findPlugin(), parts.http.environment)
  if (!engine.ok) return engine
  const { container, purpose, targetId } = request
  // With 0 the plugin takes a free port by itself, which no other program can get in between.
  const localPort = engine.value.name === 'plugin' || purpose.for !== 'forward' ? 0 : purpose.localPort
  const opened: Result<Opened> =
    container === undefined
      ? await startByBest(parts, place, request, localPort)
      : await executeCommand(parts, place, { target: container, targetId, command: containerCommand(purpose) })
  if (!opened.ok) return opened
  const { SessionId, TokenValue, StreamUrl } = opened.value.answer
  if (!SessionId || !TokenValue || !StreamUrl)
    return incompleteAnswer(container === undefined ? 'StartSession' : 'ExecuteCommand')
  parts.log.info('session-started', { sessionId: SessionId, targetId, engine: engine.value.name })
  const pass = await passOf(parts, place, opened.value, { tokenValue: TokenValue, streamUrl: StreamUrl })
  if (!pass.ok) {
    // It has begun, and nobody will ever use it.
    await terminate(parts, place, SessionId)
    return pass
  }
  return ok({
    sessionId: SessionId,
    targetId,
    region: place.region,
    purpose: grantedPurpose(purpose, opened.value.onTarget),
    pass: pass.value,
    engine: engine.value,
  })
}

/** By AWS's document for other hosts, but where the endpoint is on the node, and agent or role do not take that: by the one for its ports. */
async function startByBest(
  parts: Parts,
  place: SessionPlace,
  request: StartRequest,
  localPort: number,
): Promise<Result<Opened>> {
  const own = throughOwnPort(request)
  if (own !== null && isBeforeOtherHosts(request.node?.agentVersion))
    return onTarget(await startOnNode(parts, place, request, documentFor(own, localPort)))
  const opened = await startOnNode(parts, place, request, documentFor(request.purpose, localPort))
  if (opened.ok || own === null || !isRefusedToOtherHosts(opened.error)) return opened
  const again = await startOnNode(parts, place, request, documentFor(own, localPort))
  // Refused both ways, the tunnel's own way is what somebody can ask for.
  return again.ok ? onTarget(again) : opened
}

function onTarget(opened: Result<Opened>): Result<Opened> {
  return opened.ok ? ok({ ...opened.value, onTarget: true }) : opened
}

async function startOnNode(
  parts: Parts,
  place: SessionPlace,
  request: StartRequest,
  document: ChosenDocument,
): Promise<Result<Opened>> {
  const { targetId, service } = request
  const asked = { targetId, document: document.DocumentName }
  const opened = await parts.call(place, {
    operation: 'StartSession',
    names: { ...ssmErrors(asked), ...(service === undefined ? {} : serviceErrors(service, targetId)) },
    on: asked,
    ask: (credentials) => parts.queue(() => openSession(parts, place, request, document, credentials)),
  })
  return service === undefined ? opened : orFull(parts, place, targetId, opened)
}

async function openSession(
  parts: Parts,
  place: SessionPlace,
  request: StartRequest,
  document: ChosenDocument,
  credentials: AwsKeys,
): Promise<Opened> {
  // A start that timed out may have started a session: it is for the caller to try again, not for the SDK.
  const client = clientForOneTry(parts, place, credentials)
  const answer = await askOnTime(client, () =>
    client.send(
      new StartSessionCommand({
        Target: request.targetId,
        ...document,
        ...(request.reason === '' ? {} : { Reason: request.reason.slice(0, 256) }),
      }),
    ),
  )
  return { answer, credentials, clockOffset: client.config.systemClockOffset }
}

/** Asks once more when the SDK has just learned the service's time from a refusal. */
async function askOnTime<A>(client: SSMClient, ask: () => Promise<A>): Promise<A> {
  return await ask().catch((error: unknown) => {
    if (isSignatureRefusal(error) && client.config.systemClockOffset !== 0) return ask()
    throw error
  })
}

async function resume(parts: Parts, place: SessionPlace, session: ResumableSession): Promise<Result<ChannelPass>> {
  const { sessionId } = session
  const opened = await parts.call<Opened>(place, {
    operation: 'ResumeSession',
    names: ssmErrors(),
    on: { sessionId },
    ask: async (credentials) => {
      // Who resumes goes on asking for an hour, and knows better when: the SDK's own tries would sit out a network that is back.
      const client = clientForOneTry(parts, place, credentials)
      const answer = await askOnTime(client, () => client.send(new ResumeSessionCommand({ SessionId: sessionId })))
      return { answer, credentials, clockOffset: client.config.systemClockOffset }
    },
  })
  if (!opened.ok) return opened
  // The service's way to say that the session timed out.
  const { TokenValue, StreamUrl } = opened.value.answer
  if (!TokenValue) return fail('SESSION_EXPIRED', {})
  const streamUrl = StreamUrl || session.streamUrl
  return passOf(parts, place, opened.value, { tokenValue: TokenValue, streamUrl })
}

async function terminate(parts: Parts, place: SessionPlace, sessionId: string): Promise<Result<void>> {
  const ended = await parts.call(place, {
    operation: 'TerminateSession',
    names: ssmErrors(),
    on: { sessionId },
    ask: (credentials) =>
      clientAt(parts, place, credentials).send(new TerminateSessionCommand({ SessionId: sessionId })),
  })
  if (!ended.ok && ended.error.code !== 'SESSION_ENDED') return ended
  parts.log.info('session-terminated', { sessionId })
  return ok(undefined)
}

function clientForOneTry(parts: Parts, place: SessionPlace, credentials: AwsKeys): SSMClient {
  return new SSMClient({ ...parts.http.options('SSM', place.region), maxAttempts: 1, credentials })
}

function clientAt(parts: Parts, place: SessionPlace, credentials: AwsKeys): SSMClient {
  return new SSMClient({ ...parts.http.options('SSM', place.region), credentials })
}

/** Signed with the credentials that opened the session, by the service's clock. */
function passOf(
  { clock, http }: Parts,
  { region }: SessionPlace,
  { credentials, clockOffset }: Opened,
  channel: Pick<ChannelPass, 'tokenValue' | 'streamUrl'>,
): Promise<Result<ChannelPass>> {
  const streamUrl = dataAddress(channel.streamUrl, http.environment)
  return passTo({ ...channel, streamUrl, region, credentials, now: clock.now() + clockOffset }, http.routeTo)
}
