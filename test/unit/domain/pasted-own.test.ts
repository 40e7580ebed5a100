import fc from 'fast-check'
import { expect, test } from 'vitest'
import { awsCliCommand } from '#domain/connection-strings/aws-cli.ts'
import { connectionStringsOf } from '#domain/connection-strings/connection-strings.ts'
import type { TargetRule } from '#contract/tunnel.ts'
import type { PastedValues } from '#domain/pasted/pasted.ts'
import { readPasted } from '#domain/pasted/read-pasted.ts'
import { sampleTunnel } from './sample-tunnels.ts'

const plainName = fc.stringMatching(/^[a-z][a-z0-9_-]{0,11}$/)
const anyName = fc.oneof(
  plainName,
  fc.constantFrom('or ders', "o'neil", 'a@b', 'x/y', '50%', 'ü', '-dash', 'a.b', 'a;b', '$x'),
)
const target: fc.Arbitrary<TargetRule> = fc.constantFrom(
  { by: 'id', id: 'i-0ab3f29c81d7e4402' },
  { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] },
  {
    by: 'tag',
    tags: [
      { key: 'Role', value: 'jump host' },
      { key: 'team:a', value: 'x' },
    ],
  },
  { by: 'auto-scaling-group', name: 'web bastions' },
  { by: 'address', address: '10.40.10.12' },
  { by: 'address', address: 'ip-10-40-10-12.ec2.internal' },
  { by: 'ecs', cluster: 'my_own_cluster', service: 'api', container: 'app_1' },
)

const drafts = fc.record({
  kind: fc.constantFrom('postgresql', 'mysql', 'redis', 'opensearch', 'tcp'),
  database: anyName,
  username: anyName,
  firstDigit: fc.constantFrom(1, 2, 3),
  host: fc.constantFrom('db.internal', 'master.cache.x7q2lm.apne1.cache.amazonaws.com', '10.0.0.9'),
  reason: anyName,
  target,
})

const localPorts = { postgresql: 5_432, mysql: 3_306, redis: 6_379, opensearch: 9_200, tcp: 8_000 } as const
const remotePorts = { postgresql: 5_432, mysql: 3_306, redis: 6_379, opensearch: 443, tcp: 9_999 } as const

/** What each string says of the tunnel; the rest of it is not in the string. */
function said(id: string, tunnel: ReturnType<typeof sampleTunnel>): PastedValues {
  const { kind, database = '', endpoint, region, reason = '' } = tunnel.definition
  const { username = '', localPort } = tunnel.preference
  const far = { host: endpoint.host, localPort: `${localPort}` }
  if (id === 'aws-cli')
    return { ...far, port: `${endpoint.port}`, region, reason, ...targetValues(tunnel.definition.target) }
  if (id === 'verify-full') return { ...far, kind, database, username }
  if (id === 'curl') return { ...far, port: `${endpoint.port}` }
  if (id === 'redis-cli' && endpoint.host.startsWith('master.')) return { ...far, kind, username }
  const near = { kind, port: `${localPort}` }
  if (kind === 'redis') return { ...near, username }
  if (id === 'mysql') return { ...near, username, database }
  return kind === 'opensearch' || kind === 'tcp' ? near : { ...near, username, database }
}

function targetValues(rule: TargetRule): PastedValues {
  if (rule.by === 'id') return { by: 'id', instance: rule.id }
  if (rule.by === 'tag') return { by: 'tag', tags: rule.tags.map(({ key, value }) => `${key}=${value}`).join(', ') }
  if (rule.by === 'auto-scaling-group') return { by: 'auto-scaling-group', group: rule.name }
  if (rule.by === 'address') return rule
  return { by: 'ecs', cluster: rule.cluster, service: rule.service, container: rule.container }
}

test('each string that is given out is read back', () => {
  fc.assert(
    fc.property(drafts, ({ kind, firstDigit, host, ...fields }) => {
      const localPort = firstDigit * 10_000 + localPorts[kind]
      const tunnel = sampleTunnel({ ...fields, kind, localPort, endpoint: { host, port: remotePorts[kind] } })
      const command = { id: 'aws-cli', value: awsCliCommand(tunnel, null, fields.username) }
      for (const { id, value } of [...connectionStringsOf(tunnel), command]) {
        const read = readPasted(value)
        expect({ value, values: read?.values }).toMatchObject({ value, values: said(id, tunnel) })
        expect(read?.leftOut).not.toContainEqual({ what: 'password' })
      }
    }),
    { numRuns: 300 },
  )
})
