import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Log } from '#core/app/ports.ts'
import type { Problem } from '#contract/problem.ts'
import { createSessionService } from '#core/aws/index.ts'
import { fail, ok } from '#domain/result.ts'
import { type Fault, type Sandbox, startSandbox } from '#sandbox/start.ts'
import { messagesOf } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { wallClock } from '#test/support/wall-clock.ts'

const region = 'ap-northeast-1'
const node = 'i-0ab3f29c81d7e4402'
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
type Policy = Omit<Extract<Fault, { kind: 'policy' }>, 'kind'>

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

/** What the app makes of a start on production while these policies stand. */
async function startUnder(...policies: readonly Policy[]): Promise<Problem | null> {
  sandbox.fault(...policies.map((policy) => ({ kind: 'policy' as const, ...policy })))
  const http = awsHttpIn(sandbox.environment)
  const keys = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
  const service = createSessionService({
    clock: wallClock,
    log: silent,
    http,
    credentials: { credentialsOf: async () => ok(keys), forget: () => {} },
    findPlugin: async () => fail('ENGINE_NOT_FOUND', {}),
  })
  const started = await service.start(
    { profile: { type: 'named', name: 'orders-prod' }, region },
    {
      targetId: node,
      purpose: { for: 'forward', endpoint: { host: 'localhost', port: 7 }, localPort: 15_432 },
      reason: '',
      engine: 'builtin',
    },
  )
  http.dispose()
  return started.ok ? null : started.error
}

const all = { effect: 'Allow', actions: ['*'] } as const
const forbids = (...actions: readonly string[]) => ({ effect: 'Deny', actions: [...actions] }) as const

describe('what is refused', () => {
  it.each<[string, Policy, object]>([
    [
      'by the organisation',
      { of: 'service-control', statements: [all, forbids('ssm:StartSession')] },
      { how: 'explicit', policyType: 'service control' },
    ],
    [
      'by a boundary that does not reach so far',
      { of: 'permissions-boundary', statements: [{ effect: 'Allow', actions: ['ssm:Describe*'] }] },
      { how: 'implicit', policyType: 'permissions boundary' },
    ],
    ['by the session’s own policy', { of: 'session', statements: [] }, { how: 'implicit', policyType: 'session' }],
    [
      'by the endpoint in the network',
      { of: 'vpc-endpoint', statements: [all, forbids('ssm:*')] },
      { how: 'explicit', policyType: 'VPC endpoint' },
    ],
    [
      'by the role itself',
      { of: 'identity', statements: [forbids('ssm:StartSession')] },
      { how: 'explicit', policyType: 'identity-based' },
    ],
  ])('%s says so, and the app tells whose it is', async (_by, policy, denial) => {
    const problem = await startUnder(policy)
    expect(problem).toMatchObject({
      code: 'ACCESS_DENIED',
      details: { denial: { action: 'ssm:StartSession', ...denial } },
    })
  })

  it('is told in other words for each cause', async () => {
    const kinds = ['service-control', 'permissions-boundary', 'session', 'vpc-endpoint', 'identity'] as const
    const said = new Set<string>()
    for (const of of kinds) {
      const problem = await startUnder({ of, statements: [all, forbids('ssm:StartSession')] })
      sandbox.reset()
      if (problem !== null) said.add(problemText(problem, messagesOf('en'), {}).sentence)
    }
    expect(said.size).toBe(kinds.length)
  })

  it('is nothing where the policy is another account’s, or was taken away', async () => {
    const elsewhere = { of: 'service-control', account: '730155204418', statements: [forbids('*')] } as const
    expect(await startUnder({ ...elsewhere, statements: [forbids('*')] })).toBeNull()
    const gone = { of: 'service-control', statements: null } as const
    expect(await startUnder({ of: 'service-control', statements: [forbids('*')] }, gone)).toBeNull()
  })

  it('is the document alone where a policy says so', async () => {
    const problem = await startUnder({
      of: 'service-control',
      statements: [all, { effect: 'Deny', actions: ['ssm:StartSession'], resources: ['*:document/AWS-StartPort*'] }],
    })
    expect(problem).toMatchObject({
      code: 'ACCESS_DENIED',
      details: {
        denial: { resource: expect.stringContaining('document/AWS-StartPort'), policyType: 'service control' },
      },
    })
  })
})
