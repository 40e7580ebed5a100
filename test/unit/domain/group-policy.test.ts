import { expect, it } from 'vitest'
import { startSessionPolicy } from '#domain/access-request/policy.ts'

it('allows whatever instances an Auto Scaling group has, by the tag that it gives them', () => {
  const scope = { partition: 'aws', dnsSuffix: 'amazonaws.com', region: 'eu-west-1', accountId: '123456789012' }
  const asked = { ...scope, document: 'AWS-StartPortForwardingSession', targetId: 'i-0ab3f29c81d7e4402' }
  const { Statement } = startSessionPolicy(asked, { by: 'auto-scaling-group', name: 'bastions' })
  expect(Statement[0]).toMatchObject({
    Resource: [
      'arn:aws:ec2:eu-west-1:123456789012:instance/*',
      'arn:aws:ssm:eu-west-1:123456789012:managed-instance/*',
    ],
    Condition: { StringEquals: { 'ssm:resourceTag/aws:autoscaling:groupName': 'bastions' } },
  })
})
