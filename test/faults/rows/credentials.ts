import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault } from '#sandbox/start.ts'
import { allow, deny } from '../../integration/identity/identity-setup.ts'
import { bothEngines, builtinAlone, type FaultRow } from '../fault-row.ts'
import type { FaultStage } from '../fault-stage.ts'
import { deafAndSeen } from './network.ts'

const kept = { states: ['unknown', 'ready'], hops: ['session', null], connection: 'kept' } as const

/** What somebody has by a sign-in ends, and the channel breaks. */
function ends(
  row: Pick<FaultRow, 'name' | 'what' | 'engines'>,
  faults: readonly Fault[],
  recoveryMs: number,
): FaultRow {
  return {
    ...{ ...row, group: 'credentials', promised: { ...kept, recoveryMs }, promisedOfPlugin: deafAndSeen },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      stage.sandbox.fault(...faults, { kind: 'drop-session' })
      return await stage.outcome(conversation)
    },
  }
}

/** As `aws sso logout` in a terminal: the tokens are revoked, and their files are gone. */
async function signOutElsewhere(stage: FaultStage): Promise<void> {
  const cache = stage.world.identity.paths.ssoCache
  stage.sandbox.fault({ kind: 'revoke-tokens' }, { kind: 'expire-credentials' })
  for (const file of await readdir(cache)) await rm(join(cache, file))
}

export const credentialRows: readonly FaultRow[] = [
  ends(
    {
      name: 'credentials-end',
      what: 'The role’s credentials have ended when the channel breaks; the sign-in lasts',
      engines: bothEngines,
    },
    [{ kind: 'expire-credentials' }],
    3_000,
  ),
  ends(
    {
      name: 'token-expired',
      what: 'The sign-in’s token and the role’s credentials have ended when the channel breaks; the token can be renewed',
      engines: builtinAlone,
    },
    [{ kind: 'expire-access-tokens' }, { kind: 'expire-credentials' }],
    5_000,
  ),
  ends(
    {
      name: 'sign-in-revoked',
      what: 'The sign-in was revoked when the channel breaks; whoever waits signs in again',
      engines: builtinAlone,
    },
    [{ kind: 'revoke-tokens' }, { kind: 'expire-credentials' }],
    5_000,
  ),
  {
    name: 'signed-out-elsewhere',
    what: 'Somebody signs out in a terminal, and the channel breaks; whoever waits signs in again',
    ...{ group: 'credentials', engines: builtinAlone, promised: { ...kept, recoveryMs: 5_000 } },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      await signOutElsewhere(stage)
      stage.sandbox.fault({ kind: 'drop-session' })
      return await stage.outcome(conversation)
    },
  },
  {
    name: 'signed-out-open-session',
    what: 'Somebody signs out in a terminal while the session is open; it stays open, as AWS keeps it',
    ...{ group: 'credentials', engines: bothEngines },
    promised: { states: ['ready'], hops: [null], recoveryMs: 1_000, connection: 'kept' },
    async play(stage) {
      await stage.arm()
      const conversation = await stage.talk()
      await signOutElsewhere(stage)
      await stage.pause(3_000)
      return await stage.outcome(conversation)
    },
  },
  {
    name: 'sign-in-denied',
    what: 'The sign-in that a client waits for is denied, and allowed the next time',
    ...{ group: 'credentials', engines: builtinAlone },
    promised: { states: ['failed'], hops: ['session'], recoveryMs: 5_000, connection: 'cut' },
    async play(stage) {
      await signOutElsewhere(stage)
      stage.world.identity.person = deny
      await stage.arm()
      const denied = await stage.talk().catch(() => null)
      await stage.until(() => stage.seen().state === 'failed', 'the failure')
      const seen = stage.seen()
      stage.world.identity.person = allow
      await stage.world.identity.signIns.start('harborline')
      const recoveryMs = await stage.nextClient()
      return { ...seen, recoveryMs, lostBytes: 0, connection: denied === null ? 'cut' : 'kept' }
    },
  },
  {
    name: 'sign-in-slow',
    what: 'A client waits for a sign-in that takes the person eight seconds',
    ...{ group: 'credentials', engines: builtinAlone },
    promised: { states: ['connecting'], hops: ['session', null], recoveryMs: 10_000, connection: 'kept' },
    async play(stage) {
      await signOutElsewhere(stage)
      stage.world.identity.person = async (url) => {
        await stage.pause(8_000)
        await allow(url)
      }
      await stage.arm()
      const startedAt = performance.now()
      const opening = stage.talk()
      await stage.pause(4_000)
      const seen = stage.seen()
      const conversation = await opening
      return { ...seen, recoveryMs: performance.now() - startedAt, ...(await conversation.end()) }
    },
  },
]
