import { join } from 'node:path'
import { createCatalogStore } from '#core/store/catalog-store.ts'
import { createTargetsStore } from '#core/store/targets-store.ts'
import type { SessionPlace } from '#core/app/ports.ts'
import { namedPlace, type PlaceSources } from '#core/app/targets/target-places.ts'
import type { SshWish } from '#contract/ssh-proxy.ts'
import type { SavedTunnel, TargetRule } from '#contract/tunnel.ts'
import { onlyNode, type SshFailure } from '#domain/ssh-host/ssh-failure.ts'
import { sshHostOf } from '#domain/ssh-host/ssh-host.ts'
import { sshPlacesOf, type KnownTunnel, type SshPlaces } from '#domain/ssh-host/ssh-place.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import { productionLine, sshLine } from '#words/ssh-line/ssh-line.ts'
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
    const known = await readKnown(appFolder, aws)
    const host = sshHostOf(wish.host, placesIn(known))
    const production = host.kind === 'found' ? productionAt(host.place, known) : null
    if (production !== null) await say(productionLine(production))
    const granted = await begin(wish, host, aws)
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

async function begin(wish: SshWish, host: ReturnType<typeof sshHostOf>, aws: OwnAws): Promise<Step<Begun>> {
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

/** The same names as through the app. */
const placesIn = ({ tunnels, profiles, kept }: PlaceSources): SshPlaces =>
  sshPlacesOf(tunnels.map(asKnown), profiles, { favourites: kept.favourites })

const asKnown = (tunnel: SavedTunnel): KnownTunnel => ({ tunnel, found: null })

/** What the app keeps of tunnels and accounts. */
async function readKnown(appFolder: string, { profiles, startUrls }: OwnAws): Promise<PlaceSources> {
  const common = { clock: wallClock, log: silentLog }
  const catalog = createCatalogStore({ ...common, path: join(appFolder, 'tunnels.json'), startUrls })
  const targets = createTargetsStore({ ...common, path: join(appFolder, 'targets.json') })
  const [{ tunnels, environments }, { kept }, listed] = await Promise.all([
    catalog.load(),
    targets.load(),
    profiles.list(),
  ])
  return { tunnels, environments, kept, profiles: listed.profiles }
}

/** The account, by its name, when the app would take it for production; null otherwise. */
function productionAt({ profile, region }: SessionPlace, known: PlaceSources): string | null {
  const { account, environment } = namedPlace({ profile, region }, known)
  return known.environments.some(({ id, isProduction }) => isProduction && id === environment) ? account.name : null
}
