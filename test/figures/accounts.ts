import { startSandbox } from '#sandbox/start.ts'
import { openIdentity } from '../integration/identity/identity-setup.ts'
import type { FigureRow } from './figure-row.ts'

/** Accounts of the organisation, three of which have names; each has three permission sets at least. */
const count = 1_000
const extra = count - 3

/** An organisation of a thousand accounts: listed whole, then again from what is kept. */
export async function measureAccounts(): Promise<readonly FigureRow[]> {
  const sandbox = await startSandbox({ databases: [], crowd: { accounts: extra } })
  await sandbox.seedSignIn()
  const identity = await openIdentity(sandbox.environment)
  const timed = async (): Promise<{ readonly took: number; readonly accounts: number }> => {
    const startedAt = performance.now()
    const { profiles } = await identity.profiles.list()
    const took = performance.now() - startedAt
    const accounts = new Set(profiles.flatMap(({ ref }) => (ref.type === 'sso' ? [ref.accountId] : []))).size
    return { took, accounts }
  }
  try {
    const first = await timed()
    const again = await timed()
    const row = (what: string, { took, accounts }: typeof first, goal: number): FigureRow => ({
      name: `${count} accounts × 3, ${what}`,
      value: accounts === count ? Math.round(took) : NaN,
      unit: 'ms',
      goal: `≤ ${goal}`,
      holds: accounts === count && took <= goal,
    })
    return [
      row('listed', first, 3_000),
      row('shown again from what is kept', again, 1_000),
      ...(await firstRoles()),
      await callsAtOnce(),
    ]
  } finally {
    await identity.dispose()
    await sandbox.stop()
  }
}

/** How soon the first are there, and what is searched among the last. */
async function firstRoles(): Promise<readonly FigureRow[]> {
  const sandbox = await startSandbox({ databases: [], crowd: { accounts: extra } })
  await sandbox.seedSignIn()
  const identity = await openIdentity(sandbox.environment)
  try {
    const startedAt = performance.now()
    const partAt = new Map<'seen' | 'searched', number>()
    const note = (what: 'seen' | 'searched'): void => {
      if (!partAt.has(what)) partAt.set(what, performance.now() - startedAt)
    }
    identity.profiles.onPart(({ profiles }) => {
      note('seen')
      if (profiles.some(({ title }) => title === searched)) note('searched')
    })
    const whole = identity.profiles.list()
    identity.profiles.seek(searched)
    await whole
    const row = (what: 'seen' | 'searched', name: string): FigureRow => {
      const took = partAt.get(what) ?? Number.NaN
      return { name, value: Math.round(took), unit: 'ms', goal: '≤ 1000', holds: took <= 1_000 }
    }
    return [row('seen', 'roles of what is seen first'), row('searched', 'roles of what is searched first')]
  } finally {
    await identity.dispose()
    await sandbox.stop()
  }
}

/** The last of all by its name. */
const searched = `team-${String(extra - 1).padStart(4, '0')}`

/** How long each call is held, by which is seen how many were under way (ms). */
const heldMs = 40

async function callsAtOnce(): Promise<FigureRow> {
  const sandbox = await startSandbox({ databases: [], crowd: { accounts: 57 } })
  await sandbox.seedSignIn()
  const identity = await openIdentity(sandbox.environment)
  try {
    sandbox.fault({ kind: 'delay', action: 'ListAccountRoles', milliseconds: heldMs, times: 60 })
    await identity.profiles.list()
    const ends = sandbox.state().calls.flatMap(({ action, at }) => (action === 'ListAccountRoles' ? [at] : []))
    // A call that ended within the time that this one was held was under way with it.
    const most = Math.max(...ends.map((end) => ends.filter((other) => other > end - heldMs && other <= end).length))
    const isSound = ends.length === 60
    return {
      name: 'calls for accounts at once',
      value: isSound ? most : NaN,
      unit: 'calls',
      goal: '≤ 5',
      holds: isSound && most <= 5,
    }
  } finally {
    await identity.dispose()
    await sandbox.stop()
  }
}
