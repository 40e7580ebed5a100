import { z } from 'zod'
import { isObject, type JsonObject } from './json-document.ts'
import { withUnknownKeys } from './unknown-keys.ts'

/*
 * The catalog as version 1 of the format had it: one flat list of fields for each tunnel. What is accepted here is what
 * the programs accepted that wrote such files, whatever the contract says of tunnels by now.
 */

const port = z.int().min(1).max(65_535)

const profile = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('sso'),
    session: z.string().min(1),
    accountId: z.string().regex(/^\d{12}$/),
    roleName: z.string().min(1),
  }),
  z.object({ type: z.literal('named'), name: z.string().min(1) }),
])

const target = z.discriminatedUnion('by', [
  z.object({ by: z.literal('id'), id: z.string().regex(/^(i|mi)-[0-9a-f]{8,17}$/) }),
  z.object({
    by: z.literal('tag'),
    tags: z
      .array(z.object({ key: z.string().min(1).max(128), value: z.string().max(256) }))
      .min(1)
      .max(10),
  }),
  z.object({
    by: z.literal('ecs'),
    cluster: z.string().min(1),
    service: z.string().min(1),
    container: z.string().min(1),
  }),
])

/** A tunnel of version 1. */
export const tunnelVersion1 = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(80),
  label: z.string().trim().max(40).optional(),
  environment: z.enum(['production', 'staging', 'development']),
  kind: z.enum(['postgresql', 'mysql', 'redis', 'opensearch', 'tcp']),
  profile,
  region: z.string().regex(/^[a-z]{2,5}(-[a-z]+)+-\d+$/),
  target,
  endpoint: z.object({
    host: z
      .string()
      .min(1)
      .max(253)
      .regex(/^[A-Za-z0-9._:-]+$/),
    port,
  }),
  localPort: port,
  sessionStart: z.enum(['first-connection', 'manual']).default('first-connection'),
  engine: z.enum(['auto', 'builtin', 'plugin']).default('auto'),
  idleMinutes: z.int().min(1).max(1_440).nullable().default(20),
  reason: z.string().max(256).optional(),
  database: z.string().max(128).optional(),
  username: z.string().max(128).optional(),
  armed: z.boolean().default(false),
})
export type TunnelVersion1 = z.infer<typeof tunnelVersion1>

/** Start URLs by the name of their `[sso-session]`. */
export type StartUrls = ReadonlyMap<string, string>

/**
 * Version 1 → 2: what could be shared, what is personal, and the switch come apart. Version 1 knew sign-ins by their local
 * names alone; where one is still in the config, the definition gets its start URL. An entry that was no tunnel stays as
 * it is, to be rejected like any other.
 */
export function catalogFromVersion1(document: JsonObject, startUrls: StartUrls): JsonObject {
  const { tunnels } = document
  if (!Array.isArray(tunnels)) return document
  return { ...document, tunnels: tunnels.map((entry) => tunnelFromVersion1(entry, startUrls)) }
}

function tunnelFromVersion1(entry: unknown, startUrls: StartUrls): unknown {
  const parsed = tunnelVersion1.safeParse(entry)
  if (!parsed.success || !isObject(entry)) return entry
  const { id, armed, profile: way, localPort, sessionStart, engine, idleMinutes, username, ...shared } = parsed.data
  const unknown = Object.entries(entry).filter(([key]) => !Object.hasOwn(tunnelVersion1.shape, key))
  const definition = Object.entries(shared).map(([key, part]) => [key, withUnknownKeys(part, entry[key], part)])
  const personal = { localPort, sessionStart, engine, idleMinutes, ...(username === undefined ? {} : { username }) }
  return {
    ...Object.fromEntries(unknown),
    id,
    definition: { ...Object.fromEntries(definition), ...accountOf(way, startUrls) },
    preference: { ...personal, profile: way.type === 'named' ? way : { type: 'sso', session: way.session } },
    armed,
  }
}

function accountOf(way: TunnelVersion1['profile'], startUrls: StartUrls): JsonObject {
  if (way.type === 'named') return {}
  const { accountId, roleName } = way
  const startUrl = startUrls.get(way.session)
  return { account: { accountId, roleName, ...(startUrl === undefined ? {} : { startUrl }) } }
}
