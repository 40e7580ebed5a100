import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import type { SsoSession } from '#contract/sign-in.ts'
import type { RoleCatalogStore } from '../../app/identity/ports.ts'

const catalogFile = z.object({
  version: z.literal(1),
  startUrl: z.string(),
  region: z.string(),
  listedAt: z.number(),
  roles: z.array(z.object({ accountId: z.string(), accountName: z.string(), roleName: z.string() })),
})

/**
 * One JSON file per session in `folder`, whole and for the user alone (0600, the folder 0700); a file of another start URL or shape
 * counts as none.
 */
export function createRoleCatalogStore(folder: string): RoleCatalogStore {
  const pathOf = (session: SsoSession): string =>
    join(folder, `roles-${createHash('sha256').update(session.name).digest('hex').slice(0, 16)}.json`)
  return {
    async read(session) {
      const text = await readFile(pathOf(session), 'utf8').catch(() => null)
      const parsed = catalogFile.safeParse(text === null ? null : parseJson(text))
      if (!parsed.success || parsed.data.startUrl !== session.startUrl || parsed.data.region !== session.region)
        return null
      return parsed.data
    },
    async write(session, catalog) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const { startUrl, region } = session
      const text = JSON.stringify({ version: 1, startUrl, region, listedAt: catalog.listedAt, roles: catalog.roles })
      await writeFileAtomic(pathOf(session), text, { mode: 0o600 })
    },
    remove: (session) => rm(pathOf(session), { force: true }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
