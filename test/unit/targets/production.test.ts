import { describe, expect, it } from 'vitest'
import type { Settings } from '#contract/snapshot.ts'
import type { ProfileView } from '#contract/sign-in.ts'
import type { TargetPlace } from '#contract/targets.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { nothingKept, type KeptTargets } from '#core/app/targets/kept-targets.ts'
import { createTargets } from '#core/app/targets/targets.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { ok } from '#domain/result.ts'
import { createManualClock } from '../identity/manual-clock.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const prod = '482100973316'
const roleIn = (accountId: string): TargetPlace['profile'] => ({
  ...{ type: 'sso', session: 'harborline', accountId },
  roleName: 'Admin',
})
const at = (profile: TargetPlace['profile'], region = 'eu-west-1'): TargetPlace => ({ profile, region })
const wish = (place: TargetPlace, environment: string | null = null) => ({ place, environment })

function view(ref: ProfileView['ref'], title: string, accountId: string | null): ProfileView {
  return { ref, title, accountId, roleName: 'Admin', region: null, kind: 'sso', signIn: 'harborline', problem: null }
}

function stage(
  kept: Partial<KeptTargets> = {},
  profiles: readonly ProfileView[] = [],
  tunnels: SavedTunnel[] = [],
  recordings: Settings['recordShells'] = {},
) {
  const clock = createManualClock()
  const saved: KeptTargets[] = []
  const listed = { profiles: [...profiles] }
  const targets = createTargets({
    startInstance: async () => ok(undefined),
    ...{ clock, log: silent },
    inventory: { read: async () => ({ targets: [], problems: [] }) },
    profiles: { list: async () => ({ ...listed, problems: [], file: '', region: null }) },
    store: { save: async (next) => (saved.push(next), ok(undefined)) },
    kept: { ...nothingKept, ...kept },
    tunnels: () => tunnels,
    environments: () => defaultEnvironments,
    recordings: () => recordings,
  })
  return { clock, saved, targets, listed }
}

const refused = { ok: false, error: { code: 'PRODUCTION_NOT_AGREED' } }

describe('the gate before production', () => {
  const isProduction = { environments: { [prod]: 'production' } }

  it('refuses whoever does not agree, and lets through who agrees once, each time anew', async () => {
    const { targets, saved } = stage(isProduction)
    expect(await targets.admit(wish(at(roleIn(prod))), 'none')).toMatchObject(refused)
    expect(await targets.admit(wish(at(roleIn(prod))), 'once')).toEqual(ok(undefined))
    expect(await targets.admit(wish(at(roleIn(prod))), 'none')).toMatchObject(refused)
    expect(saved).toEqual([])
  })

  it('remembers an agreement for the account, in every region, until the day is over', async () => {
    const { targets, saved, clock } = stage(isProduction)
    expect(await targets.admit(wish(at(roleIn(prod))), 'today')).toEqual(ok(undefined))
    expect(await targets.admit(wish(at(roleIn(prod), 'us-east-1')), 'none')).toEqual(ok(undefined))
    expect(saved).toHaveLength(1)
    await clock.advance(24 * 3_600_000)
    expect(await targets.admit(wish(at(roleIn(prod))), 'none')).toMatchObject(refused)
  })

  it('asks nobody elsewhere', async () => {
    const { targets } = stage({ environments: { [prod]: 'staging' } })
    expect(await targets.admit(wish(at(roleIn(prod))), 'none')).toEqual(ok(undefined))
    expect(await targets.admit(wish(at(roleIn('118840276650'))), 'none')).toEqual(ok(undefined))
  })

  it('does not believe an asker that calls production something else, and believes one that calls it that', async () => {
    const { targets } = stage(isProduction)
    expect(await targets.admit(wish(at(roleIn(prod)), 'development'), 'none')).toMatchObject(refused)
    const unknown = at(roleIn('118840276650'))
    expect(await targets.admit(wish(unknown, 'production'), 'none')).toMatchObject(refused)
  })

  it('knows an account by each profile that leads to it', async () => {
    const named = { type: 'named', name: 'side-door' } as const
    const base = sampleTunnel()
    const account = { accountId: prod, roleName: 'Admin' }
    const tunnel: SavedTunnel = { ...base, definition: { ...base.definition, environment: 'production', account } }
    const { targets } = stage({}, [view(named, 'side-door', prod)], [tunnel])
    expect(await targets.admit(wish(at(named)), 'none')).toMatchObject(refused)
    expect(await targets.admit(wish(at(roleIn(prod))), 'today')).toEqual(ok(undefined))
    expect(await targets.admit(wish(at(named)), 'none')).toEqual(ok(undefined))
  })

  it('takes an account whose name says so for production, also when nobody is signed in any more', async () => {
    const place = at(roleIn(prod))
    const { targets, listed } = stage({ places: [place] }, [view(place.profile, 'shop-prod', prod)])
    expect((await targets.list('kept')).places[0]?.environment).toBe('production')
    expect(await targets.admit(wish(place), 'none')).toMatchObject({ error: { details: { account: 'shop-prod' } } })
    listed.profiles = []
    expect(await targets.admit(wish(place), 'none')).toMatchObject(refused)
  })
})

describe('what an account is for', () => {
  const isProduction = { environments: { [prod]: 'production' } }

  it('is as main knows it, and more careful where the asker is', async () => {
    const { targets } = stage({ environments: { [prod]: 'production', '118840276650': 'staging' } })
    expect(await targets.environmentOf(wish(at(roleIn(prod)), 'development'))).toBe('production')
    expect(await targets.environmentOf(wish(at(roleIn(prod))))).toBe('production')
    const staging = at(roleIn('118840276650'))
    expect(await targets.environmentOf(wish(staging, 'development'))).toBe('staging')
    expect(await targets.environmentOf(wish(staging, 'production'))).toBe('production')
    expect(await targets.environmentOf(wish(at(roleIn('207719483305')), 'development'))).toBe('development')
  })

  it('is told beforehand when somebody would take production away', async () => {
    const { targets } = stage({ ...isProduction, places: [at(roleIn(prod))] }, [view(roleIn(prod), 'orders', prod)])
    expect(await targets.wouldLessen(at(roleIn(prod)), 'staging')).toEqual({ account: 'orders', less: 'asked' })
    expect(await targets.wouldLessen(at(roleIn(prod)), null)).toEqual({ account: 'orders', less: 'asked' })
    expect(await targets.wouldLessen(at(roleIn(prod)), 'production')).toBeNull()
    expect(await targets.wouldLessen(at(roleIn('118840276650')), 'staging')).toBeNull()
  })

  it('stays production after its tunnel is called otherwise or is gone, until somebody says so of the account', async () => {
    const base = sampleTunnel()
    const account = { accountId: prod, roleName: 'Admin' }
    const tunnels: SavedTunnel[] = [{ ...base, definition: { ...base.definition, environment: 'production', account } }]
    const { targets } = stage({}, [], tunnels)
    targets.holdProduction()
    tunnels.splice(0)
    const asked = { ...wish(at(roleIn(prod)), 'development') }
    expect(await targets.admit(asked, 'none')).toMatchObject(refused)
    expect(await targets.environmentOf(asked)).toBe('production')
    expect(await targets.wouldLessen(asked.place, 'staging')).not.toBeNull()
    await targets.setEnvironment(asked.place, 'staging')
    expect(await targets.admit(asked, 'none')).toEqual(ok(undefined))
  })
})

describe('what an account is for, where that is recorded', () => {
  const staging = '118840276650'
  const required = { staging: 'required' } as const

  it('is told beforehand when somebody would have less recorded, outside production too', async () => {
    const { targets } = stage({ environments: { [staging]: 'staging' } }, [], [], required)
    const place = at(roleIn(staging))
    const less = { account: staging, less: 'recorded' }
    expect(await targets.wouldLessen(place, 'development')).toEqual(less)
    expect(await targets.wouldLessen(place, 'production')).toEqual(less)
    expect(await targets.wouldLessen(place, null)).toBeNull()
    expect(await targets.wouldLessen(at(roleIn(prod)), 'development')).toEqual({ ...less, account: prod })
  })

  it('is not what an asker says of an account that nothing tells about, where that is recorded less', async () => {
    const unknown = at(roleIn(prod))
    expect(await stage({}, [], [], required).targets.environmentOf(wish(unknown, 'development'))).toBeNull()
    expect(await stage({}, [], [], required).targets.environmentOf(wish(unknown, 'staging'))).toBe('staging')
    expect(await stage().targets.environmentOf(wish(unknown, 'development'))).toBe('development')
  })

  it('stays as its tunnel said when that is changed, until somebody says so of the account', async () => {
    const base = sampleTunnel()
    const account = { accountId: staging, roleName: 'Admin' }
    const called = (environment: string): SavedTunnel => ({
      ...base,
      definition: { ...base.definition, environment, account },
    })
    const tunnels = [called('staging')]
    const { targets } = stage({}, [], tunnels, required)
    targets.holdProduction()
    tunnels.splice(0, 1, called('development'))
    const asked = wish(at(roleIn(staging)))
    expect(await targets.environmentOf(asked)).toBe('staging')
    await targets.setEnvironment(asked.place, 'development')
    expect(await targets.environmentOf(asked)).toBe('development')
  })
})
