import { expect, it } from 'vitest'
import type { SessionPlace } from '#core/app/ports.ts'
import { createRelabelling } from '#core/app/production/relabelling.ts'
import { relabelled, type EnvironmentOf, type Labelled } from '#core/app/relabelled.ts'

const at = (name: string, environment: string): Labelled => ({
  profile: { type: 'named', name },
  region: 'eu-west-1',
  environment,
})
const nameOf = ({ profile }: SessionPlace): string => (profile.type === 'named' ? profile.name : '')

/** Two shells and what main knows of their accounts; `orders` and `side-door` lead to one. */
function stage() {
  const units = [{ request: at('orders', 'staging') }, { request: at('payroll', 'production') }]
  const known = new Map<string, string>()
  const changed: string[] = []
  const desk = {
    relabel: (environmentOf: EnvironmentOf<Labelled>) =>
      relabelled(units, environmentOf, ({ request }) => changed.push(`${nameOf(request)} ${request.environment}`)),
  }
  const targets = {
    environmentOf: async ({ place, environment }: { place: SessionPlace; environment: string | null }) =>
      environment === 'production' ? environment : (known.get(nameOf(place)) ?? environment),
    accountOf: async (place: SessionPlace) => nameOf(place).replace('side-door', 'orders'),
  }
  return { units, known, changed, relabel: createRelabelling({ targets, desks: [desk] }) }
}

it('has what is open follow its account to production, and tells of nothing else', async () => {
  const { known, changed, relabel } = stage()
  known.set('orders', 'production')
  await relabel()
  expect(changed).toEqual(['orders production'])
})

it('makes nothing open less than production, before a person has said so of that account', async () => {
  const { units, known, changed, relabel } = stage()
  units[0]!.request = at('orders', 'production')
  known.set('orders', 'development').set('payroll', 'development')
  await relabel()
  expect(changed).toEqual([])
  await relabel(at('side-door', 'development'))
  expect(changed).toEqual(['orders development'])
})
