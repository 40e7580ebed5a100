import { describe, expect, it } from 'vitest'
import { decide, type Limits, reasonFor, type Statement } from '#sandbox/policy/policy.ts'

const wish = { action: 'ssm:StartSession', resource: 'arn:aws:ec2:eu-west-1:482100973316:instance/i-0ab3f29c81d7e4402' }
const allow = (actions: readonly string[], resources: readonly string[] = ['*']): Statement => ({
  effect: 'Allow',
  actions,
  resources,
})
const deny = (...actions: readonly string[]): Statement => ({ effect: 'Deny', actions, resources: ['*'] })
const own = [allow(['ssm:*'])]

describe('a decision', () => {
  it.each<[string, readonly Statement[], Limits, string]>([
    [
      'nothing that allows',
      [allow(['ec2:*'])],
      {},
      'because no identity-based policy allows the ssm:StartSession action',
    ],
    ['one that forbids beside it', [...own, deny('*')], {}, 'with an explicit deny in an identity-based policy'],
    [
      'a guardrail that forbids',
      own,
      { 'service-control': [allow(['*']), deny('ssm:Start*')] },
      'with an explicit deny in a service control policy',
    ],
    [
      'a guardrail that does not allow',
      own,
      { 'service-control': [allow(['ec2:*'])] },
      'because no service control policy allows the ssm:StartSession action',
    ],
    [
      'a boundary that does not reach',
      own,
      { 'permissions-boundary': [allow(['s3:*'])] },
      'because no permissions boundary allows the ssm:StartSession action',
    ],
    [
      'a session that was made smaller',
      own,
      { session: [] },
      'because no session policy allows the ssm:StartSession action',
    ],
    [
      'an endpoint that forbids',
      own,
      { 'vpc-endpoint': [allow(['*']), deny('ssm:*')] },
      'with an explicit deny in a VPC endpoint policy',
    ],
  ])('is a refusal for %s', (_what, identity, limits, reason) => {
    const decision = decide(wish, identity, limits)
    expect(decision.is === 'denied' && reasonFor(decision, wish.action)).toBe(reason)
  })

  it('names who forbids before who does not allow, and the outermost of several', () => {
    const limits: Limits = { 'service-control': [], session: [deny('*')], 'permissions-boundary': [] }
    expect(decide(wish, own, limits)).toEqual({ is: 'denied', how: 'explicit', by: 'session' })
    expect(decide(wish, own, { session: [], 'permissions-boundary': [] })).toMatchObject({ by: 'permissions-boundary' })
  })

  it('is a yes only where everybody allows it', () => {
    const limits: Limits = { 'service-control': [allow(['*'])], session: [allow(['ssm:StartSession'])] }
    expect(decide(wish, own, limits)).toEqual({ is: 'allowed' })
  })

  it.each([
    ['*', true],
    [wish.resource, true],
    ['arn:aws:ec2:*:482100973316:instance/*', true],
    ['arn:aws:ec2:*:482100973316:instance/*4402', true],
    ['arn:aws:ec2:*:000000000000:instance/*', false],
    ['arn:aws:ec2:eu-west-1:482100973316:instance/i-0ab3f29c81d7e440', false],
    ['*402*4402', false],
  ])('on %s is %s', (resource, allowed) => {
    expect(decide(wish, [allow(['ssm:StartSession'], [resource])], {}).is === 'allowed').toBe(allowed)
  })
})
