import { z } from 'zod'
import { randomUUID } from 'node:crypto'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { type Structure, structure } from '../../wire/shape.ts'
import { denyUnlessAllowed } from '../denied.ts'
import { createJsonService } from '../json-service.ts'
import type { ServiceContext, SignedCall, SignedService } from '../service.ts'

/** As the service model has it. */
const shape: Structure = structure(
  {
    InstanceId: { is: 'string', min: 10, max: 32, pattern: /^i-[a-f0-9]+$/ },
    InstanceOSUser: { is: 'string', min: 1, max: 32, pattern: /^[A-Za-z_][A-Za-z0-9@._-]{0,30}[A-Za-z0-9$_-]?$/ },
    SSHPublicKey: { is: 'string', min: 80, max: 4_096 },
    AvailabilityZone: { is: 'string', min: 6, max: 32 },
  },
  'InstanceId',
  'InstanceOSUser',
  'SSHPublicKey',
)
const input = z.object({ InstanceId: z.string(), InstanceOSUser: z.string(), SSHPublicKey: z.string() })

type Parts = Pick<ServiceContext, 'nodes' | 'sshServer'>

/** EC2 Instance Connect: a public key for a minute, on any instance, for that all of them are one sshd here. */
export function createInstanceConnect(parts: Parts): SignedService {
  return createJsonService({
    name: 'ec2-instance-connect',
    target: 'AWSEC2InstanceConnectService',
    actions: { SendSSHPublicKey: { input: shape, run: (call, body) => sendPublicKey(parts, call, body) } },
  })
}

async function sendPublicKey({ nodes, sshServer }: Parts, call: SignedCall, body: unknown): Promise<Outcome> {
  const { InstanceId, InstanceOSUser, SSHPublicKey } = input.parse(body)
  const { identity, region } = call.caller
  call.note('target', InstanceId)
  call.note('user', InstanceOSUser)
  const resource = `arn:aws:ec2:${region}:${identity.accountId}:instance/${InstanceId}`
  const denied = denyUnlessAllowed(identity, 'ec2-instance-connect:SendSSHPublicKey', resource)
  if (denied !== null) return denied
  const node = nodes.target(InstanceId)
  if (node === null || node.accountId !== identity.accountId || node.region !== region) {
    return fail('EC2InstanceNotFoundException', 'No instance found with that id.')
  }
  if (!/^(ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/=]+/.test(SSHPublicKey)) {
    return fail('InvalidArgsException', 'The public key is not in OpenSSH format.')
  }
  await sshServer.pushKey(InstanceOSUser, SSHPublicKey)
  return succeed({ RequestId: randomUUID(), Success: true })
}
