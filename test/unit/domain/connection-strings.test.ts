import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { awsCliCommand } from '#domain/connection-strings/aws-cli.ts'
import { connectionStringsOf } from '#domain/connection-strings/connection-strings.ts'
import { sampleTunnel, type SampleFields } from './sample-tunnels.ts'

function strings(
  changes: Partial<SampleFields> = {},
  targetId: string | null = 'i-0ab3f29c81d7e4402',
): Record<string, string> {
  return Object.fromEntries([
    ...connectionStringsOf(sampleTunnel(changes)).map(({ id, value }) => [id, value] as const),
    ['aws-cli', awsCliCommand(sampleTunnel(changes), targetId, 'orders prod')] as const,
  ])
}

/** The words that a real shell makes of a command. */
function wordsOf(command: string): readonly string[] {
  const script = `set -f; set -- ${command}; for word; do printf '%s\\0' "$word"; done`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

describe('connection strings', () => {
  it('for PostgreSQL', () => {
    const host = 'orders-db.cluster-c1kq8.ap-northeast-1.rds.amazonaws.com'
    expect(strings()).toMatchObject({
      jdbc: 'jdbc:postgresql://localhost:15432/orders?user=app_ro&sslResponseTimeout=30000',
      psql: 'psql "host=localhost port=15432 dbname=orders user=app_ro"',
      environment: 'DATABASE_URL=postgresql://app_ro@localhost:15432/orders',
      'verify-full': `psql "host=${host} hostaddr=127.0.0.1 port=15432 dbname=orders user=app_ro sslmode=verify-full"`,
    })
  })

  it('give pgjdbc time to wait for a session, also without a user, and nobody else', () => {
    const { username: _username, ...preference } = sampleTunnel().preference
    const [jdbc] = connectionStringsOf({ ...sampleTunnel(), preference })
    expect(jdbc?.value).toBe('jdbc:postgresql://localhost:15432/orders?sslResponseTimeout=30000')
    const kinds = ['postgresql', 'mysql', 'redis', 'opensearch', 'tcp'] as const
    const limited = kinds.flatMap((kind) =>
      Object.entries(strings({ kind })).flatMap(([id, value]) => (/time-?out/i.test(value) ? [`${kind} ${id}`] : [])),
    )
    expect(limited).toEqual(['postgresql jdbc'])
  })

  it('for MySQL', () => {
    expect(strings({ kind: 'mysql', localPort: 13_306 })).toMatchObject({
      jdbc: 'jdbc:mysql://localhost:13306/orders?user=app_ro',
      mysql: 'mysql --host=127.0.0.1 --port=13306 --user=app_ro --password --database=orders',
    })
  })

  it('name the address of a tunnel that has one of its own, and never localhost', () => {
    const place = { localPort: 5_432, localAddress: '127.0.0.2' }
    const endpoint = { host: 'master.db.internal', port: 443 }
    const kinds = ['postgresql', 'mysql', 'redis', 'opensearch', 'tcp'] as const
    const values = kinds.flatMap((kind) =>
      connectionStringsOf(sampleTunnel({ ...place, kind, endpoint })).map(({ value }) => value),
    )
    expect(values).toHaveLength(14)
    expect(values.filter((value) => !value.includes('127.0.0.2') || /localhost|127\.0\.0\.1/.test(value))).toEqual([])
  })

  it('for Redis, with TLS where the name says so', () => {
    const endpoint = { host: 'master.session-cache.x7q2lm.apne1.cache.amazonaws.com', port: 6379 }
    const tunnel = sampleTunnel({ kind: 'redis', localPort: 16_379, endpoint })
    const { username: _username, ...preference } = tunnel.preference
    const found = Object.fromEntries(connectionStringsOf({ ...tunnel, preference }).map(({ id, value }) => [id, value]))
    expect(found).toMatchObject({
      'redis-cli': `redis-cli -h localhost -p 16379 --tls --sni ${endpoint.host}`,
      url: 'rediss://localhost:16379/0',
    })
    expect(strings({ kind: 'redis', endpoint: { host: 'cache.internal', port: 6379 } })['url']).toMatch(/^redis:/)
  })

  it('for OpenSearch, with the real name for the certificate', () => {
    const endpoint = { host: 'vpc-search.ap-northeast-1.es.amazonaws.com', port: 443 }
    expect(strings({ kind: 'opensearch', localPort: 19_200, endpoint })['curl']).toBe(
      `curl --connect-to ${endpoint.host}:443:127.0.0.1:19200 https://${endpoint.host}:443/`,
    )
  })

  it('are joined by the AWS CLI command, for the node that was found', () => {
    expect(strings()['aws-cli']).toBe(
      [
        'aws ssm start-session',
        '--target i-0ab3f29c81d7e4402',
        '--document-name AWS-StartPortForwardingSessionToRemoteHost',
        '--parameters host=orders-db.cluster-c1kq8.ap-northeast-1.rds.amazonaws.com,portNumber=5432,localPortNumber=15432',
        '--profile "orders prod" --region ap-northeast-1',
      ].join(' \\\n  '),
    )
    expect(strings({}, null)['aws-cli']).toContain('--filters Name=tag:Role,Values=bastion')
    const group = strings({ target: { by: 'auto-scaling-group', name: 'bastions' } }, null)['aws-cli']
    expect(group).toContain('--filters Name=tag:aws:autoscaling:groupName,Values=bastions Name=instance-state-name')
    const address = strings({ target: { by: 'address', address: '10.0.1.25' } }, null)['aws-cli']
    expect(address).toContain('--filters Name=network-interface.addresses.private-ip-address,Values=10.0.1.25 ')
  })

  it('name the session document of a tunnel, with its parameters as JSON', () => {
    const document = { name: 'Team-Port', parameters: { team: ['orders, eu'] }, takes: ['portNumber' as const] }
    const command = wordsOf((strings({ document })['aws-cli'] ?? '').replaceAll('\\\n', ' '))
    const after = (option: string): string | undefined => command[command.indexOf(option) + 1]
    expect(after('--document-name')).toBe('Team-Port')
    expect(JSON.parse(after('--parameters') ?? '')).toEqual({ portNumber: ['5432'], team: ['orders, eu'] })
  })

  it('let no name become an option', () => {
    const change = { database: '-dash', username: '--help', reason: '--generate-cli-skeleton' } as const
    for (const kind of ['postgresql', 'mysql', 'redis', 'opensearch', 'tcp'] as const) {
      for (const [id, value] of Object.entries(strings({ ...change, kind }))) {
        const words = wordsOf(value.replaceAll('\\\n', ' '))
        const takesNext = (word: string | undefined): boolean => word === '--user'
        const loose = words.filter(
          (word, at) => Object.values(change).includes(word as never) && !takesNext(words[at - 1]),
        )
        expect([kind, id, loose]).toEqual([kind, id, []])
      }
    }
  })

  it('survive a real shell, whatever is in the names', () => {
    for (const nasty of [`o'neil "x"`, '$(touch /tmp/x)', '`id`', 'back\\slash', 'semi;colon & pipe|', '!bang *']) {
      const change = { database: nasty, username: nasty, reason: nasty } as const
      expect(wordsOf(strings(change)['psql'] ?? '')).toHaveLength(2)
      expect(wordsOf(strings({ ...change, kind: 'mysql' })['mysql'] ?? '')).toContain(`--database=${nasty}`)
      expect(wordsOf(strings(change)['aws-cli'] ?? '')).toContain(nasty)
      const url = strings(change)['environment'] ?? ''
      expect(wordsOf(url)).toEqual([url])
      expect(decodeURIComponent(new URL(url.slice('DATABASE_URL='.length)).pathname)).toBe(`/${nasty}`)
    }
  })
})
