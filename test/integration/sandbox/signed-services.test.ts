import { DescribeInstancesCommand, EC2Client, paginateDescribeInstances } from '@aws-sdk/client-ec2'
import { GetRoleCredentialsCommand, ListAccountRolesCommand, paginateListAccounts } from '@aws-sdk/client-sso'
import {
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  GetConnectionStatusCommand,
  paginateDescribeInstanceInformation,
  ResumeSessionCommand,
  SSMClient,
  StartSessionCommand,
  type StartSessionCommandInput,
  TerminateSessionCommand,
} from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { clientOf, credentialsOf, portalOf, signIn, type TemporaryKeys } from './support.ts'

const crowd = { accounts: 230, roles: 120, nodes: 1_100 }
const bastion = 'i-0ab3f29c81d7e4402'
const remoteHost = 'AWS-StartPortForwardingSessionToRemoteHost'

let sandbox: Sandbox
let tunnelKeys: TemporaryKeys
let devKeys: TemporaryKeys

beforeAll(async () => {
  sandbox = await startSandbox({ crowd })
  tunnelKeys = await credentialsOf(sandbox, 'orders-prod', 'DatabaseTunnel')
  devKeys = await credentialsOf(sandbox, 'platform-dev', 'PowerUser')
})
afterEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

const ssmOf = (credentials: TemporaryKeys): SSMClient => new SSMClient({ ...clientOf(sandbox), credentials })
const ec2Of = (credentials: TemporaryKeys): EC2Client => new EC2Client({ ...clientOf(sandbox), credentials })
const stsOf = (credentials: TemporaryKeys): STSClient => new STSClient({ ...clientOf(sandbox), credentials })

const start = (credentials: TemporaryKeys, input: Partial<StartSessionCommandInput> = {}) =>
  ssmOf(credentials).send(
    new StartSessionCommand({
      Target: bastion,
      DocumentName: remoteHost,
      Parameters: { host: ['echo.harborline.internal'], portNumber: ['7'], localPortNumber: ['0'] },
      ...input,
    }),
  )

const named = (name: string, message?: RegExp) =>
  expect.objectContaining(message === undefined ? { name } : { name, message: expect.stringMatching(message) })

describe('the portal', () => {
  it('pages through a large organisation', async () => {
    const { token } = await signIn(sandbox)
    const pages: number[] = []
    for await (const page of paginateListAccounts({ client: portalOf(sandbox) }, { accessToken: token.accessToken })) {
      pages.push(page.accountList?.length ?? 0)
    }
    expect(pages).toEqual([100, 100, 33])
  })

  it('says which roles there are, and gives no credentials for others', async () => {
    const { token } = await signIn(sandbox)
    const accountId = '482100973316'
    const { accessToken } = token
    const roles = await portalOf(sandbox).send(new ListAccountRolesCommand({ accessToken, accountId }))
    expect(roles.roleList?.map(({ roleName }) => roleName)).toEqual([
      'DatabaseTunnel',
      'PortForwardOnly',
      'ReadOnly',
      'TunnelWithoutRead',
    ])
    await expect(
      portalOf(sandbox).send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName: 'Nobody' })),
    ).rejects.toMatchObject({ name: 'ForbiddenException', message: 'No access', $metadata: { httpStatusCode: 403 } })
  })

  it('throttles as often as it was told to', async () => {
    const { token } = await signIn(sandbox)
    sandbox.fault({ kind: 'throttle', action: 'ListAccountRoles', times: 2 })
    const client = portalOf(sandbox, { maxAttempts: 3 })
    await client.send(new ListAccountRolesCommand({ accessToken: token.accessToken, accountId: '482100973316' }))
    const answers = sandbox.state().calls.filter(({ action }) => action === 'ListAccountRoles')
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200])
  })
})

describe('signatures', () => {
  it('say who calls', async () => {
    const identity = await stsOf(tunnelKeys).send(new GetCallerIdentityCommand({}))
    expect(identity.Account).toBe('482100973316')
    expect(identity.Arn).toMatch(
      /^arn:aws:sts::482100973316:assumed-role\/AWSReservedSSO_DatabaseTunnel_[0-9a-f]{16}\/mika\.sato$/,
    )
    expect(identity.UserId).toMatch(/^AROA[0-9A-F]{17}:mika\.sato$/)
  })

  it('are refused when the secret, the key or the token is wrong, in each service’s own words', async () => {
    const wrongSecret = { ...tunnelKeys, secretAccessKey: 'wrong' }
    const wrongKey = { ...tunnelKeys, accessKeyId: 'ASIAUNKNOWNUNKNOWNUN' }
    const wrongToken = { ...tunnelKeys, sessionToken: 'wrong' }
    const ask = new GetConnectionStatusCommand({ Target: bastion })
    await expect(ssmOf(wrongSecret).send(ask)).rejects.toEqual(named('InvalidSignatureException'))
    await expect(ssmOf(wrongKey).send(ask)).rejects.toEqual(named('UnrecognizedClientException', /token.*invalid/))
    await expect(ssmOf(wrongToken).send(ask)).rejects.toEqual(named('UnrecognizedClientException'))
    await expect(stsOf(wrongSecret).send(new GetCallerIdentityCommand({}))).rejects.toEqual(
      named('SignatureDoesNotMatch'),
    )
    await expect(stsOf(wrongKey).send(new GetCallerIdentityCommand({}))).rejects.toEqual(named('InvalidClientTokenId'))
    await expect(ec2Of(wrongKey).send(new DescribeInstancesCommand({}))).rejects.toEqual(named('AuthFailure'))
  })

  it('are refused when the credentials have expired or the clock is off', async () => {
    const keys = await credentialsOf(sandbox, 'orders-prod', 'ReadOnly')
    sandbox.fault({ kind: 'clock', offsetSeconds: 600 })
    const request = await fetchSigned(keys)
    expect(request).toEqual(named('InvalidSignatureException', /^Signature expired: \d{8}T\d{6}Z is now earlier than/))
    sandbox.fault({ kind: 'clock', offsetSeconds: 3_700 })
    await expect(stsOf(keys).send(new GetCallerIdentityCommand({}))).rejects.toEqual(named('ExpiredToken'))
    await expect(ssmOf(keys).send(new GetConnectionStatusCommand({ Target: bastion }))).rejects.toEqual(
      named('ExpiredTokenException'),
    )
    await expect(ec2Of(keys).send(new DescribeInstancesCommand({}))).rejects.toEqual(named('RequestExpired'))
  })
})

async function fetchSigned(keys: TemporaryKeys): Promise<unknown> {
  return await ssmOf(keys)
    .send(new GetConnectionStatusCommand({ Target: bastion }))
    .catch((error: unknown) => error)
}

describe('nodes', () => {
  it('are told by EC2 with their tags, state and place', async () => {
    const answer = await ec2Of(tunnelKeys).send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Role', Values: ['bast*'] }] }),
    )
    const instances = answer.Reservations?.flatMap(({ Instances }) => Instances ?? []) ?? []
    expect(instances.map(({ InstanceId }) => InstanceId)).toEqual([bastion, 'i-0c7e41d8b5a90f236'])
    expect(instances[0]).toMatchObject({
      State: { Name: 'running' },
      VpcId: 'vpc-0f21ac93d8e5b7041',
      Placement: { AvailabilityZone: 'ap-northeast-1a' },
      Tags: expect.arrayContaining([{ Key: 'Name', Value: 'bastion-a' }]),
    })
  })

  it('are told by Systems Manager only once they registered', async () => {
    const answer = await ssmOf(tunnelKeys).send(new DescribeInstanceInformationCommand({}))
    expect(answer.InstanceInformationList?.map(({ InstanceId, PingStatus }) => [InstanceId, PingStatus])).toEqual([
      [bastion, 'Online'],
      ['i-0c7e41d8b5a90f236', 'ConnectionLost'],
    ])
    const lastPing = answer.InstanceInformationList?.[1]?.LastPingDateTime?.getTime() ?? 0
    expect((Date.now() - lastPing) / 60_000).toBeCloseTo(14, 0)
  })

  it('come in pages of 50 and of 1,000', async () => {
    const pages: number[] = []
    for await (const page of paginateDescribeInstanceInformation({ client: ssmOf(devKeys) }, {})) {
      pages.push(page.InstanceInformationList?.length ?? 0)
    }
    expect(pages).toHaveLength(23)
    expect(pages.reduce((sum, size) => sum + size, 0)).toBe(1_102)
    const reservations: number[] = []
    for await (const page of paginateDescribeInstances({ client: ec2Of(devKeys) }, {})) {
      reservations.push(page.Reservations?.length ?? 0)
    }
    expect(reservations).toEqual([1_000, 101])
  })

  it('refuse page sizes and filters the service refuses', async () => {
    const ask = (input: object) => ssmOf(tunnelKeys).send(new DescribeInstanceInformationCommand(input))
    await expect(ask({ MaxResults: 3 })).rejects.toEqual(named('ValidationException', /at 'maxResults'/))
    await expect(ask({ Filters: [{ Key: 'Nonsense', Values: ['x'] }] })).rejects.toEqual(named('InvalidFilterKey'))
    await expect(ask({ Filters: [{ Key: 'InstanceIds', Values: ['i-00000000000000000'] }] })).rejects.toEqual(
      named('InvalidInstanceId'),
    )
    await expect(
      ec2Of(tunnelKeys).send(new DescribeInstancesCommand({ InstanceIds: ['i-00000000000000000'] })),
    ).rejects.toEqual(named('InvalidInstanceID.NotFound', /'i-00000000000000000' does not exist/))
  })

  it('are nobody’s in another region', async () => {
    const ssm = new SSMClient({ ...clientOf(sandbox), region: 'eu-south-1', credentials: tunnelKeys })
    expect((await ssm.send(new DescribeInstanceInformationCommand({}))).InstanceInformationList).toEqual([])
  })
})

describe('sessions', () => {
  it('live from StartSession to TerminateSession, and are told with their reason', async () => {
    const session = await start(tunnelKeys, { Reason: 'OPS-1182' })
    expect(session.SessionId).toMatch(/^mika\.sato-[0-9a-f]{17}$/)
    expect(session.StreamUrl).toContain(`/v1/data-channel/${session.SessionId}?role=publish_subscribe`)
    const list = (State: 'Active' | 'History') => ssmOf(tunnelKeys).send(new DescribeSessionsCommand({ State }))
    expect((await list('Active')).Sessions).toMatchObject([
      {
        SessionId: session.SessionId,
        Target: bastion,
        Status: 'Connected',
        Reason: 'OPS-1182',
        DocumentName: remoteHost,
      },
    ])
    const resumed = await ssmOf(tunnelKeys).send(new ResumeSessionCommand({ SessionId: session.SessionId }))
    expect(resumed.TokenValue).not.toBe(session.TokenValue)
    await ssmOf(tunnelKeys).send(new TerminateSessionCommand({ SessionId: session.SessionId }))
    await ssmOf(tunnelKeys).send(new TerminateSessionCommand({ SessionId: session.SessionId }))
    expect((await list('Active')).Sessions).toEqual([])
    expect((await list('History')).Sessions?.map(({ SessionId }) => SessionId)).toContain(session.SessionId)
    await expect(ssmOf(tunnelKeys).send(new ResumeSessionCommand({ SessionId: session.SessionId }))).rejects.toEqual(
      named('DoesNotExistException'),
    )
  })

  it('start on instances, hybrid nodes and tasks that are connected', async () => {
    const task = sandbox.world.tasks[0]
    const target = `ecs:${task?.cluster}_${task?.taskId}_${task?.runtimeId}`
    for (const Target of ['i-05f1d3a7e94b0c93a', 'mi-07c2e9f1b4d8a6053', target]) {
      await expect(start(devKeys, { Target })).resolves.toMatchObject({ SessionId: expect.any(String) })
    }
  })

  it('do not start on nodes that are lost, unknown or of another account', async () => {
    for (const Target of ['i-0c7e41d8b5a90f236', 'i-00000000000000000', 'i-05f1d3a7e94b0c93a']) {
      await expect(start(tunnelKeys, { Target })).rejects.toEqual(
        named('TargetNotConnected', /^\S+ is not connected\.$/),
      )
    }
    await expect(start(tunnelKeys, { Target: 'bastion-a' })).rejects.toEqual(named('BadRequest'))
    sandbox.fault({ kind: 'node', target: bastion, connection: 'lost' })
    await expect(start(tunnelKeys)).rejects.toEqual(named('TargetNotConnected'))
    const status = await ssmOf(tunnelKeys).send(new GetConnectionStatusCommand({ Target: bastion }))
    expect(status.Status).toBe('notconnected')
  })

  it('need a document that exists, and parameters that fit it', async () => {
    await expect(start(tunnelKeys, { DocumentName: 'AWS-StartPortForwarding' })).rejects.toEqual(
      named('InvalidDocument'),
    )
    for (const Parameters of [
      { host: ['a b'] },
      { portNumber: ['0'] },
      { portNumber: ['65536'] },
      { colour: ['red'] },
    ]) {
      await expect(start(tunnelKeys, { Parameters })).rejects.toEqual(named('InvalidParameters'))
    }
  })

  it('need permission on the node and on the document', async () => {
    const reader = await credentialsOf(sandbox, 'orders-prod', 'ReadOnly')
    await expect(start(reader)).rejects.toEqual(
      named(
        'AccessDeniedException',
        /^User: arn:aws:sts::482100973316:assumed-role\/AWSReservedSSO_ReadOnly_\w+\/mika\.sato is not authorized to perform: ssm:StartSession on resource: arn:aws:ec2:ap-northeast-1:482100973316:instance\/i-0ab3f29c81d7e4402 because/,
      ),
    )
    const forwarder = await credentialsOf(sandbox, 'orders-prod', 'PortForwardOnly')
    const shell = ssmOf(forwarder).send(new StartSessionCommand({ Target: bastion }))
    await expect(shell).rejects.toEqual(
      named('AccessDeniedException', /arn:aws:ssm:ap-northeast-1:482100973316:document\/SSM-SessionManagerRunShell/),
    )
    await expect(start(forwarder)).resolves.toMatchObject({ SessionId: expect.any(String) })
    const blind = await credentialsOf(sandbox, 'orders-prod', 'TunnelWithoutRead')
    await expect(ec2Of(blind).send(new DescribeInstancesCommand({}))).rejects.toEqual(named('UnauthorizedOperation'))
  })
})
