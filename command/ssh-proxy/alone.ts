import { join } from 'node:path'
import { createCatalogStore } from '#core/store/catalog-store.ts'
import type { SessionPlace } from '#core/app/ports.ts'
import type { SshWish } from '#contract/ssh-proxy.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import { onlyNode, type SshFailure } from '#domain/ssh-host/ssh-failure.ts'
import { sshHostOf } from '#domain/ssh-host/ssh-host.ts'
import { sshPlacesOf, type SshPlaces } from '#domain/ssh-host/ssh-place.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import { sshLine } from '#words/ssh-line/ssh-line.ts'
import { carryAlone } from './carry-alone.ts'
import { openOwnAws, silentLog, wallClock, type OwnAws } from './own-aws.ts'

/** A failure on the way, or what was got. */
type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: SshFailure }

/**
 * One SSH connection without the running app: its saved tunnels, the sign-ins that the AWS CLI keeps, the builtin engine. Nobody is
 * asked to sign in: where that is needed, the line says how. Returns the exit code.
 */
export async function goAlone(wish: SshWish, appFolder: string, say: (text: string) => Promise<void>): Promise<number> {
  const aws = await openOwnAws(process.env, join(appFolder, 'roles'))
  try {
    const granted = await begin(wish, appFolder, aws)
    if (!granted.ok) {
      await say(sshLine(granted.failure, 'command'))
      return 1
    }
    return await carryAlone(granted.value.grant, granted.value.place, aws.sessions)
  } finally {
    await aws.dispose()
  }
}

interface Begun {
  readonly place: SessionPlace
  readonly grant: SessionGrant
}

async function begin(wish: SshWish, appFolder: string, aws: OwnAws): Promise<Step<Begun>> {
  const host = sshHostOf(wish.host, await placesIn(appFolder, aws))
  if (host.kind !== 'found') return { ok: false, failure: host }
  const { profile, region } = host.place
  const place = { profile, region }
  const targetId = await nodeOf(wish.host, place, host.rule, aws)
  if (!targetId.ok) return targetId
  const pushed = wish.key === null ? null : await aws.pushKey(place, targetId.value, wish.key)
  if (pushed?.ok === false) return problem(pushed)
  const grant = await aws.sessions.start(place, {
    targetId: targetId.value,
    purpose: { for: 'stdio', port: wish.port },
    reason: `Culvert: ssh ${wish.host}`,
    engine: 'builtin',
  })
  return grant.ok ? { ok: true, value: { place, grant: grant.value } } : problem(grant)
}

/** The id of the one node that is meant and online. */
async function nodeOf(host: string, place: SessionPlace, rule: TargetRule, aws: OwnAws): Promise<Step<string>> {
  const credentials = await aws.credentials.credentialsOf(place.profile)
  if (!credentials.ok) return problem(credentials)
  const matches = rule.by === 'id' ? null : await aws.sessions.findTargets(place, rule)
  if (matches?.ok === false) return problem(matches)
  const only = onlyNode(host, matches?.value ?? [])
  if (!only.ok) return only
  const target = await aws.sessions.resolveTarget(place, only.id === null ? rule : { by: 'id', id: only.id })
  return target.ok ? { ok: true, value: target.value.id } : problem(target)
}

function problem(failed: Extract<Result<unknown>, { ok: false }>): {
  readonly ok: false
  readonly failure: SshFailure
} {
  return { ok: false, failure: { kind: 'problem', problem: failed.error } }
}

async function placesIn(appFolder: string, { profiles, startUrls }: OwnAws): Promise<SshPlaces> {
  const path = join(appFolder, 'tunnels.json')
  const catalog = createCatalogStore({ path, clock: wallClock, log: silentLog, startUrls })
  const [{ tunnels }, listed] = await Promise.all([catalog.load(), profiles.list()])
  return sshPlacesOf(
    tunnels.map((tunnel) => ({ tunnel, found: null })),
    listed.profiles,
  )
}
