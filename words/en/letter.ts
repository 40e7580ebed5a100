import { terms } from './terms.ts'
import { formatUtc } from '../format.ts'
import { policyTypes } from './policy-types.ts'
import type { LetterWords } from '../letter/letter-words.ts'

export const letter: LetterWords = {
  subject: {
    tunnel: (name, environment) => `Subject: Request for the tunnel "${name}" (${environment})`,
    shell: (name, environment) =>
      `Subject: Request for a shell on "${name}"${environment === null ? '' : ` (${environment})`}`,
  },
  greeting: 'Hello,',
  opening: {
    tunnel: (endpoint) =>
      `I reach ${endpoint} through AWS Systems Manager Session Manager, with Culvert. It does not work at the moment, and I cannot put it right myself. Could you please help?`,
    shell: (name) =>
      `I open shells on ${name} through AWS Systems Manager Session Manager, with Culvert. It does not work at the moment, and I cannot put it right myself. Could you please help?`,
  },
  closing: 'Thank you.',
  policy: 'This allows exactly that, and nothing more:',
  denial: ({ how, policyType }) =>
    [how, policyType === null ? null : policyTypes[policyType]].filter((part) => part !== null).join(', '),
  facts: {
    account: terms.account,
    permissionSet: terms.permissionSet,
    profile: 'AWS profile',
    region: terms.region,
    node: 'Managed node',
    endpoint: 'Endpoint',
    action: 'Refused action',
    resources: 'On',
    document: terms.sessionDocument,
    principal: 'Caller',
    denial: 'Kind of denial',
    time: 'Time',
    requestId: 'AWS request ID',
  },
  needs: {
    permission: ({ action, denial }) => [
      `Please allow ${action} for my permission set.`,
      ...(action === 'ssm:StartSession'
        ? ['StartSession is checked against the node and against the document, so both have to be allowed.']
        : []),
      ...(denial?.how === 'explicit'
        ? [
            `A policy (${denial.policyType === null ? 'type unknown' : policyTypes[denial.policyType]}) forbids it explicitly. A statement that allows it is not enough: the one that denies it has to make an exception.`,
          ]
        : []),
    ],
    assignment: ({ roleName }, { scope }) => [
      'The permission set is not assigned to me in this account, or it has another name there.',
      `Please assign ${roleName ?? 'it'} in account ${scope.accountId ?? 'of the tunnel'} to me in IAM Identity Center.`,
    ],
    agent: ({ reason, lastPingAt, managedPolicy, hosts }) => [
      reason === 'not-registered'
        ? 'The node has never registered with Systems Manager. Please check, in this order:'
        : `The node is not connected to Systems Manager${lastPingAt === null ? '' : `; it was last heard of at ${formatUtc(lastPingAt)}`}. Please check, in this order:`,
      '1. The instance runs, and its SSM Agent (3.1.1374 or later) runs on it.',
      `2. The role of the instance has the policy AmazonSSMManagedInstanceCore (${managedPolicy}). After attaching it, restart the agent.`,
      '3. The node may connect out on TCP 443 to these hosts, by NAT or by VPC endpoints whose security group lets the node in on TCP 443:',
      ...hosts.map((host) => `   ${host}`),
    ],
    'agent-update': ({ version }) => [
      `The SSM Agent on the node${version === null ? '' : ` (${version})`} is too old for port forwarding to remote hosts.`,
      'Please update it to 3.1.1374 or later, for instance with Run Command and the document AWS-UpdateSSMAgent.',
    ],
    exec: ({ trouble, container, task, cluster, hosts }) =>
      trouble === 'off'
        ? [
            `ECS Exec is off for the task ${task} (container ${container}, cluster ${cluster}).`,
            'Please set enableExecuteCommand on its service and force a new deployment, on Fargate with platform version 1.4.0 or later: running tasks stay as they are.',
          ]
        : [
            `The exec agent of the container ${container} (task ${task}, cluster ${cluster}) is not connected. Please check, in this order:`,
            '1. The task role allows ssmmessages:CreateControlChannel, CreateDataChannel, OpenControlChannel and OpenDataChannel.',
            '2. The root file system of the container is writable, and Fargate has platform version 1.4.0 or later.',
            '3. The task may connect out on TCP 443 to these hosts:',
            ...hosts.map((host) => `   ${host}`),
          ],
    'start-node': () => ['The instance is stopped. Please start it, or allow me to start it.'],
    endpoint: ({ endpoint: { host, port }, answer, where }, { scope }) => {
      const node = scope.targetId ?? 'the node'
      const seen = answer === 'refused' ? 'refuses connections' : 'does not answer'
      if (where === 'own')
        return [`Port ${port} on ${node} itself ${seen}. Please check that its service runs and listens on that port.`]
      return [
        `Seen from ${node}, ${host} ${seen} on TCP port ${port}. Please check:`,
        `1. The service runs and listens on port ${port}.`,
        `2. Security group of ${host}, inbound: TCP ${port} from the security group of ${node}.`,
        `3. Security group of ${node}, outbound: TCP ${port} to the security group of ${host}.`,
        `4. Network ACLs of both subnets: TCP ${port} from the node to the endpoint, and TCP 1024-65535 back.`,
      ]
    },
    name: ({ host }, { scope }) => [
      `${scope.targetId ?? 'The node'} cannot resolve the name ${host}.`,
      'Please check that the name is right, that its private hosted zone is associated with the VPC of the node, and that DNS resolution is on there.',
    ],
    'run-as': () => [
      'Shells run as a user of the operating system that the node does not have. The user is named by the tag SSMSessionRunAs of my role, or else by Run As in the preferences of Session Manager.',
      'Please create that user on the node, or have another one named.',
    ],
    'hybrid-tier': ({ setting }) => [
      'The node is outside EC2, and Session Manager reaches such nodes in the advanced-instances tier only. The account is in the standard tier in this region.',
      'Please turn the advanced tier on. It costs by the hour for each node outside EC2 that is registered there. The setting is:',
      `  aws ssm update-service-setting --setting-id ${setting} --setting-value advanced`,
    ],
    'session-key': () => [
      'The preferences of Session Manager encrypt sessions with a KMS key that cannot be used: it is not there, disabled or to be deleted.',
      'Please enable the key, or name another one in the preferences.',
    ],
    network: ({ hosts, trouble }) => [
      trouble === 'certificate'
        ? 'On the way from my computer to AWS the certificate is replaced by one that my computer does not trust. Please leave these hosts out of the TLS inspection, or give me the certificate of its authority:'
        : 'My computer cannot reach AWS. Please allow outbound TCP 443 (HTTPS and WebSocket) to these hosts:',
      ...hosts.map((host) => `  ${host}`),
    ],
  },
}
