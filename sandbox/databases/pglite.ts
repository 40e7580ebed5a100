import type { DatabaseServer } from './databases.ts'
import { ordersTables } from './seeds.ts'
import { startOnFreePort } from './server-process.ts'

/**
 * PostgreSQL compiled to WebAssembly, in this process, for computers without a server. It knows one database and one
 * user, and takes any name and password.
 */
export async function startPglite(): Promise<DatabaseServer> {
  const [{ PGlite }, { PGLiteSocketServer }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite-socket'),
  ])
  const database = await PGlite.create()
  for (const statement of ordersTables) await database.exec(statement)
  const { port, server } = await startOnFreePort(async (candidate) => {
    const listener = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: candidate, maxConnections: 20 })
    await listener.start()
    return listener
  })
  return {
    access: {
      engine: 'postgresql',
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: '',
      database: 'postgres',
      server: 'PGlite',
    },
    stop: async () => {
      await server.stop()
      await database.close()
    },
  }
}
