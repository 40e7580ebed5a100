import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { AppUnderTest } from '../support/app-under-test.ts'

const logFile = z.object({
  constants: z.object({ logEventTypes: z.record(z.string(), z.number()) }),
  events: z.array(z.object({ type: z.number(), source: z.object({ id: z.number() }), params: z.unknown().optional() })),
})

/** How Chromium's log names the work that reaches the system's resolver or a server; what is answered out of hand has none. */
const asking = /^HOST_RESOLVER_MANAGER_JOB$|^HOST_RESOLVER_(SYSTEM|DNS)_TASK$|^DNS_TRANSACTION$/

/** Those of the names that somebody outside the program was asked for while `act` ran, as Chromium's own log has it. */
export async function namesAskedFor(
  { app }: AppUnderTest,
  path: string,
  names: readonly string[],
  act: () => Promise<void>,
): Promise<readonly string[]> {
  await app.evaluate(async ({ session }, file) => await session.defaultSession.netLog.startLogging(file), path)
  try {
    await act()
  } finally {
    await app.evaluate(async ({ session }) => await session.defaultSession.netLog.stopLogging())
  }
  const { constants, events } = logFile.parse(JSON.parse(await readFile(path, 'utf8')))
  const types = new Map(Object.entries(constants.logEventTypes).map(([name, type]) => [type, name]))
  const asked = events
    .filter(({ type }) => asking.test(types.get(type) ?? ''))
    .map(({ params }) => JSON.stringify(params))
  return names.filter((name) => asked.some((said) => said?.includes(name)))
}
