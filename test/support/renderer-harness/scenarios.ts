import { sampleProblem } from '../sample-problems.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import { withFields } from '../tunnel-fields.ts'
import { fixtureFiles } from '../file-fixtures.ts'
import { fixtureSignIn, fixtureSnapshot, fixtureTunnels, tunnelIdOf } from '../snapshot-fixtures.ts'

const minute = 60_000
const portalUrl = 'https://harborline.awsapps.com/start/#/device'

/** More tunnels than anyone has, to see that the list stays quick. */
const many = (now: number): Snapshot => {
  const tunnels = Array.from({ length: 200 }, (_, index) => {
    const [first] = fixtureTunnels(now).slice(index % 13)
    if (first === undefined) throw new Error('No fixture')
    const localPort = 20_000 + index
    const name = `${first.definition.name}-${index}`
    const { definition, preference } = withFields(first, { localPort, name })
    return { ...first, definition, preference, id: tunnelIdOf(localPort) }
  })
  return fixtureSnapshot({ tunnels }, now)
}

/** What main says in each scene; chosen by `?scene=` in the address. */
export const scenarios: Record<string, (now: number) => Snapshot> = {
  tunnels: (now) => fixtureSnapshot({}, now),
  empty: (now) => fixtureSnapshot({ tunnels: [] }, now),
  'first-run': (now) => fixtureSnapshot({ tunnels: [], signIns: [] }, now),
  'waiting-browser': (now) =>
    fixtureSnapshot(
      {
        tunnels: [],
        signIns: [
          fixtureSignIn(now, {
            kind: 'waiting-browser',
            since: now,
            expiresAt: now + 4.5 * minute,
          }),
        ],
      },
      now,
    ),
  'waiting-code': (now) =>
    fixtureSnapshot(
      {
        tunnels: [],
        signIns: [
          fixtureSignIn(now, {
            kind: 'waiting-device-code',
            since: now,
            expiresAt: now + 526_000,
            userCode: 'KXPD-TRQM',
            url: portalUrl,
          }),
        ],
      },
      now,
    ),
  'sign-in-failed': (now) =>
    fixtureSnapshot(
      {
        tunnels: [],
        signIns: [
          fixtureSignIn(now, { kind: 'failed', at: now, problem: sampleProblem('SIGN_IN_CALLBACK_UNAVAILABLE') }),
        ],
      },
      now,
    ),
  'signed-out': (now) => fixtureSnapshot({ signIns: [fixtureSignIn(now, { kind: 'signed-out' })] }, now),
  ending: (now) =>
    fixtureSnapshot(
      { signIns: [fixtureSignIn(now, { kind: 'signed-in', expiresAt: now + 14 * minute + 20_000, renewable: false })] },
      now,
    ),
  many,
  files: (now) => fixtureSnapshot({ files: [fixtureFiles(now)] }, now),
  offline: (now) => fixtureSnapshot({ online: false }, now),
  notices: (now) =>
    fixtureSnapshot(
      {
        notices: [
          {
            id: 'catalog',
            problem: problemOf('CATALOG_CORRUPT', {
              file: 'tunnels.json',
              keptAs: 'catalog.2025-11-21.json',
              reason: 'not a JSON object',
            }),
          },
          { id: 'secrets', problem: sampleProblem('TOKEN_NOT_WRITTEN') },
        ],
      },
      now,
    ),
}
