import { describe, expect, it } from 'vitest'
import { consoleUrl } from '#domain/links/console-url.ts'
import { sampleTunnel } from './sample-tunnels.ts'

const tunnel = sampleTunnel({
  name: 'orders-db',
  environment: 'production',
  kind: 'postgresql',
  profile: { type: 'sso', session: 'corp', accountId: '111122223333', roleName: 'Database Tunnel' },
  region: 'eu-west-1',
  target: { by: 'id', id: 'i-0ab3f29c81d7e4402' },
  endpoint: { host: 'orders.example', port: 5_432 },
  localPort: 15_432,
})
const target = { page: 'target', targetId: 'i-0ab3f29c81d7e4402', vpc: 'vpc-0f21ac93d8e5b7041' } as const

describe('links into the console', () => {
  it('go through the access portal, which opens the right account with the right role', () => {
    const url = consoleUrl(tunnel, target, 'https://d-1.awsapps.com/start/')
    const [portal = '', query = ''] = url.split('/#/console?')
    expect(portal).toBe('https://d-1.awsapps.com/start')
    expect(query).not.toContain('+')
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      account_id: '111122223333',
      role_name: 'Database Tunnel',
      destination:
        'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#InstanceDetails:instanceId=i-0ab3f29c81d7e4402',
    })
  })

  it.each([
    ['eu-west-1', 'eu-west-1.console.aws.amazon.com'],
    ['cn-north-1', 'console.amazonaws.cn'],
    ['us-gov-west-1', 'console.amazonaws-us-gov.com'],
  ])('lead to the console of the partition of %s', (region, host) => {
    const named = sampleTunnel({ region, profile: { type: 'named', name: 'dev' } })
    expect(new URL(consoleUrl(named, { page: 'session', targetId: null, vpc: null }, null)).host).toBe(host)
  })

  it.each(['my_ledger', 'arn:aws:ecs:eu-west-1:111122223333:cluster/my_ledger'])(
    'lead to the task in %s',
    (cluster) => {
      const rule = { by: 'ecs', cluster, service: 'worker', container: 'app' } as const
      const ofTask = (targetId: string | null): string =>
        consoleUrl(sampleTunnel({ target: rule, region: 'eu-west-1' }), { page: 'target', targetId, vpc: null }, null)
      const task = '0123456789abcdef0123456789abcdef'
      expect(ofTask(`ecs:my_ledger_${task}_${task}-1234567890`)).toMatch(
        new RegExp(`/ecs/v2/clusters/my_ledger/tasks/${task}\\?region=eu-west-1$`),
      )
      expect(ofTask(null)).toMatch(/\/ecs\/v2\/clusters\/my_ledger\/services\?region=eu-west-1$/)
    },
  )

  it('lead to the security groups of the network that was found', () => {
    const groups = consoleUrl(tunnel, { ...target, page: 'security-groups' }, null)
    expect(groups).toMatch(/region=eu-west-1#SecurityGroups:search=vpc-0f21ac93d8e5b7041$/)
    const unknown = consoleUrl(tunnel, { ...target, page: 'security-groups', vpc: null }, null)
    expect(unknown).toMatch(/#SecurityGroups:$/)
  })

  it('do not go through a portal that is not on https, as in the sandbox', () => {
    expect(consoleUrl(tunnel, target, 'http://127.0.0.1:4000/start')).toMatch(/^https:\/\/eu-west-1\.console/)
  })
})
