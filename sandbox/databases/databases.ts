import type { DatabaseEngine } from '../world/types.ts'

/** How to reach a running database of the sandbox directly, without a tunnel. */
export interface DatabaseAccess {
  readonly engine: DatabaseEngine
  readonly host: '127.0.0.1'
  readonly port: number
  /** Empty where the server has no users. */
  readonly user: string
  readonly password: string
  /** Database or schema name; empty where there is none. */
  readonly database: string
  /** Program that serves it, such as `PostgreSQL 15` or `PGlite`. */
  readonly server: string
}

/** The real databases behind the world's endpoint names. */
export interface Databases {
  /** Starts the engine if it is not running; null when it is not part of this sandbox or cannot be had here. */
  ensure(engine: DatabaseEngine): Promise<DatabaseAccess | null>
  /** Port of a running engine, or null. */
  portOf(engine: DatabaseEngine): number | null
  running(): readonly DatabaseAccess[]
  /** Why engines could not be started. */
  failures(): Readonly<Partial<Record<DatabaseEngine, string>>>
  /** Stops every server and removes its data. */
  stop(): Promise<void>
}

/** One kind of server, as it is started. */
export interface DatabaseServer {
  readonly access: DatabaseAccess
  /** Stops within its deadline, by force if need be, and removes the data. */
  stop(): Promise<void>
}

export type StartDatabase = () => Promise<DatabaseServer>

/** Starts each engine at most once, when it is first asked for; several start side by side. */
export function createDatabases(starters: Readonly<Partial<Record<DatabaseEngine, StartDatabase>>>): Databases {
  const starting = new Map<DatabaseEngine, Promise<DatabaseServer | null>>()
  const servers = new Map<DatabaseEngine, DatabaseServer>()
  const failures: Partial<Record<DatabaseEngine, string>> = {}
  let stopped = false

  const start = async (engine: DatabaseEngine): Promise<DatabaseServer | null> => {
    const starter = starters[engine]
    if (starter === undefined || stopped) return null
    try {
      const server = await starter()
      servers.set(engine, server)
      return server
    } catch (error) {
      failures[engine] = error instanceof Error ? error.message : String(error)
      return null
    }
  }
  return {
    async ensure(engine) {
      const known = starting.get(engine) ?? start(engine)
      starting.set(engine, known)
      return (await known)?.access ?? null
    },
    portOf: (engine) => servers.get(engine)?.access.port ?? null,
    running: () => [...servers.values()].map((server) => server.access),
    failures: () => ({ ...failures }),
    async stop() {
      stopped = true
      await Promise.all(starting.values())
      await Promise.all([...servers.values()].map((server) => server.stop()))
      servers.clear()
    },
  }
}
