import { z } from 'zod'
import { problem } from './problem.ts'
import { chosenDocument } from './shells.ts'
import { accountId, environmentId, managedNodeId, profileRef, region } from './tunnel.ts'

const epochMs = z.number().int()
const name = z.string().min(1).max(255)

/** Where targets are looked for: one profile in one region. */
export const targetPlace = z.object({ profile: profileRef, region })
export type TargetPlace = z.infer<typeof targetPlace>

/** Whether a shell can be opened on a target now. */
export const targetState = z.discriminatedUnion('kind', [
  /** `seenAt`: the agent's last word; containers tell none. */
  z.object({ kind: z.literal('online'), seenAt: epochMs.nullable() }),
  z.object({ kind: z.literal('offline'), seenAt: epochMs.nullable() }),
  z.object({
    kind: z.literal('closed'),
    /**
     * `not-registered`: it runs, and Systems Manager never heard of it. `exec-off`: the task was started without ECS Exec.
     * `exec-agent`: its agent does not run.
     */
    why: z.enum(['stopped', 'starting', 'not-registered', 'exec-off', 'exec-agent']),
  }),
])
export type TargetState = z.infer<typeof targetState>

/** What was found: a shell's target, but for rules. */
const foundTarget = z.discriminatedUnion('on', [
  z.object({ on: z.literal('node'), id: managedNodeId }),
  z.object({
    on: z.literal('container'),
    cluster: z.string().min(1).max(2_048),
    task: z.string().min(1).max(2_048),
    container: name,
  }),
])
export type FoundTarget = z.infer<typeof foundTarget>

/** Something that a shell can be opened on, as AWS told of it. All texts are the far end's, and hostile. */
export const targetView = z.object({
  target: foundTarget,
  name: z.string(),
  form: z.enum(['instance', 'hybrid', 'container']),
  /** Of a container: the service that its task belongs to. */
  service: z.string().nullable(),
  system: z.enum(['linux', 'windows', 'macos']).nullable(),
  /** `Amazon Linux 2023`, `Fargate 1.4.0`. */
  platform: z.string().nullable(),
  agentVersion: z.string().nullable(),
  address: z.string().nullable(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  state: targetState,
})
export type TargetView = z.infer<typeof targetView>

/** One account in one region with what was found there. Kept in memory only. */
export const placeView = z.object({
  /** Equal for equal places, however the profile's parts are noted. */
  key: z.string(),
  place: targetPlace,
  /** `id`: null for a named profile that does not tell. */
  account: z.object({ id: accountId.nullable(), name: z.string(), role: z.string().nullable() }),
  environment: environmentId.nullable(),
  reading: z.enum(['never', 'now', 'done']),
  /** When `targets` were read; null before they were. */
  readAt: epochMs.nullable(),
  targets: z.array(targetView),
  /** What of it could not be read. */
  problems: z.array(problem),
})
export type PlaceView = z.infer<typeof placeView>

/**
 * A target that somebody wants at hand. A container is remembered by its service, because its task has another name after
 * each deployment.
 */
export const favourite = z.object({
  place: targetPlace,
  what: z.discriminatedUnion('on', [
    z.object({ on: z.literal('node'), id: managedNodeId }),
    z.object({ on: z.literal('service'), cluster: name, service: name, container: name }),
  ]),
  /** As it was called last. */
  name: z.string().max(200),
  /** The session document that its shells are opened with; left out, it is the account's own. */
  document: chosenDocument.optional(),
})
export type Favourite = z.infer<typeof favourite>

/** Everything that the list of targets shows. `recent`: what shells were opened on, the last one first. */
export const targetList = z.object({
  places: z.array(placeView),
  favourites: z.array(favourite),
  recent: z.array(favourite),
})
export type TargetList = z.infer<typeof targetList>

/** One change of it. */
export const targetUpdate = z.discriminatedUnion('type', [
  z.object({ type: z.literal('place'), place: placeView }),
  z.object({ type: z.literal('favourites'), favourites: z.array(favourite) }),
  z.object({ type: z.literal('recent'), recent: z.array(favourite) }),
])
export type TargetUpdate = z.infer<typeof targetUpdate>
