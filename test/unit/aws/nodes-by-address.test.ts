import { expect, it } from 'vitest'
import type { FindNodesDeps } from '#core/aws/ssm/find-nodes.ts'
import { resolveTarget } from '#core/aws/ssm/resolve-target.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'

const place = { profile: { type: 'named', name: 'dev' }, region: 'eu-west-1' } as const
const rule = { by: 'address', address: '10.0.1.25' } as const
const denied = (said: string): Result<never> => ({ ok: false, error: problemOf('ACCESS_DENIED', { said }) })

const instance = (id: string): unknown => ({ id, state: 'running', name: null, zone: null, vpc: null, tags: [] })
const node = (id: string): unknown => ({
  id,
  online: true,
  ping: 'Online',
  lastPingAt: null,
  agentVersion: '3.3.987.0',
})

/** What each operation is answered with. */
function awsThat(answers: Readonly<Record<string, Result<readonly unknown[]>>>): FindNodesDeps {
  const call = (_: unknown, { operation }: { readonly operation: string }): Promise<unknown> =>
    Promise.resolve(answers[operation] ?? fail('INTERNAL', { said: operation }))
  return { call, http: {}, searches: new Map() } as unknown as FindNodesDeps
}

it('takes none of several machines with one address: they are in different networks', async () => {
  const ids = ['i-0a000000000000001', 'i-0a000000000000002']
  const aws = awsThat({ DescribeInstances: ok(ids.map(instance)), DescribeInstanceInformation: ok(ids.map(node)) })
  expect(await resolveTarget(aws, place, rule)).toMatchObject({
    ok: false,
    error: { code: 'TARGET_AMBIGUOUS', details: { address: '10.0.1.25', region: 'eu-west-1', targetIds: ids } },
  })
})

it('goes on without EC2 where the role may only ask Systems Manager', async () => {
  const aws = awsThat({
    DescribeInstances: denied('DescribeInstances'),
    DescribeInstanceInformation: ok([node('i-0a000000000000001')]),
  })
  expect(await resolveTarget(aws, place, rule)).toMatchObject({ ok: true, value: { id: 'i-0a000000000000001' } })
})

it.each([
  ['both', denied('DescribeInstances'), 'DescribeInstances'],
  ['the inventory', ok([instance('i-0a000000000000001')]), 'DescribeInstanceInformation'],
] as const)('says what was refused when %s may not be asked', async (_, instances, said) => {
  const aws = awsThat({
    DescribeInstances: instances,
    DescribeInstanceInformation: denied('DescribeInstanceInformation'),
  })
  expect(await resolveTarget(aws, place, rule)).toMatchObject({ ok: false, error: { details: { said } } })
})
