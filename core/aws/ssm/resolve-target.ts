import { GetConnectionStatusCommand, SSMClient } from '@aws-sdk/client-ssm'
import { fail, ok } from '#domain/result.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'
import type { Result } from '#contract/result.ts'
import type { TargetMatch } from '#contract/calls.ts'
import type { ResolvedTarget, SessionPlace, SessionTarget } from '../../app/ports.ts'
import { resolveContainer } from '../ecs/resolve-container.ts'
import { resolveService } from '../ecs/resolve-service.ts'
import { findNodes, type FindNodesDeps, type NodeRule } from './find-nodes.ts'
import { avoidedLast, isOnline, ownNamesOf, type FoundNode } from './found-node.ts'
import { ssmErrors } from './ssm-errors.ts'

/** The facts of a node that windows show. */
export function matchOf(found: FoundNode): TargetMatch {
  return {
    id: found.id,
    name: found.instance?.name ?? found.node?.computerName ?? null,
    online: isOnline(found),
    agentVersion: found.node?.agentVersion ?? null,
    zone: found.instance?.zone ?? null,
    vpc: found.instance?.vpc ?? null,
  }
}

/** Picks the node or looks at the container to connect to, or says what is wrong with the best that there is. */
export async function resolveTarget(
  deps: FindNodesDeps,
  place: SessionPlace,
  rule: SessionTarget,
  avoided: readonly string[] = [],
): Promise<Result<ResolvedTarget>> {
  if (rule.by === 'container') return resolveContainer(deps, place, rule)
  if (rule.by === 'ecs') return resolveService(deps, place, rule, avoided)
  const found = await findNodes(deps, place, rule)
  if (!found.ok) return found
  const best = avoidedLast(found.value, avoided)[0]
  if (!best) return nothingFound(place, rule)
  const matches = found.value.length
  // An address is meant to be one machine's; networks of one account may have the same.
  if (rule.by === 'address' && matches > 1) {
    const targetIds = found.value.map(({ id }) => id)
    return fail('TARGET_AMBIGUOUS', { address: rule.address, region: place.region, targetIds })
  }
  if (isOnline(best)) return ok(resolved(best, matches, found.value.filter(isOnline).length - 1))
  const stopped = isStopped(best) ? found.value.every(isStopped) : false
  const candidate = stopped ? best : (found.value.find((node) => !isStopped(node)) ?? best)
  if (isGone(candidate))
    return fail('TARGET_NOT_FOUND', {
      targetId: candidate.id,
      region: place.region,
      state: candidate.instance?.state,
    })
  if (stopped) {
    return fail('TARGET_STOPPED', {
      targetId: candidate.id,
      targetName: candidate.instance?.name || undefined,
      state: candidate.instance?.state ?? 'stopped',
      matches,
    })
  }
  // The ping is minutes old; the control channel is what a session needs, and it may be back.
  if (await isConnected(deps, place, candidate.id)) return ok({ ...resolved(candidate, matches, 0), online: true })
  return notConnected(candidate, matches)
}

function resolved(node: FoundNode, matches: number, othersOnline: number): ResolvedTarget {
  return { ...matchOf(node), matches, othersOnline, ownNames: ownNamesOf(node) }
}

function isStopped({ instance }: FoundNode): boolean {
  return instance !== null && ['stopped', 'stopping', 'shutting-down', 'terminated'].includes(instance.state)
}

function isGone({ instance }: FoundNode): boolean {
  return instance?.state === 'terminated' || instance?.state === 'shutting-down'
}

function nothingFound(place: SessionPlace, rule: NodeRule): Result<never> {
  if (rule.by === 'id') return fail('TARGET_NOT_FOUND', { targetId: rule.id, region: place.region })
  const by = rule.by === 'tag' ? undefined : rule.by
  return fail('TARGET_NO_MATCH', { rule: ruleText(rule), region: place.region, by })
}

function notConnected({ id, instance, node }: FoundNode, matches: number): Result<never> {
  return fail('TARGET_NOT_CONNECTED', {
    targetId: id,
    matches,
    reason: node === null ? 'not-registered' : 'connection-lost',
    state: instance?.state,
    lastPingAt: node?.lastPingAt || undefined,
    agentVersion: node?.agentVersion || undefined,
  })
}

/** False also when the question itself is denied: the other facts then decide. */
async function isConnected(deps: FindNodesDeps, place: SessionPlace, targetId: string): Promise<boolean> {
  const answer = await deps.call(place, {
    operation: 'GetConnectionStatus',
    names: ssmErrors(),
    ask: (credentials) =>
      new SSMClient({ ...deps.http.options('SSM', place.region), credentials }).send(
        new GetConnectionStatusCommand({ Target: targetId }),
      ),
  })
  return answer.ok && answer.value.Status === 'connected'
}
