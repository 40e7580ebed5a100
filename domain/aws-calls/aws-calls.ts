/** What a person does, or what happens to them, that makes the app call AWS. */
export const callOccasions = [
  'sign-in',
  'accounts',
  'credentials',
  'targets',
  'connect',
  'access',
  'resume',
  'shell',
  'containers',
  'end',
  'open-at-aws',
  'start-instance',
  'ssh-key',
  'sign-out',
] as const
export type CallOccasion = (typeof callOccasions)[number]

/**
 * The calls of each occasion, as `service:Action`: IAM's names of the actions, which are also CloudTrail's names of the events. A test holds
 * them to the calls that there are in `core/aws`. Not each is made each time: what is known is not asked for again.
 */
export const awsCalls: Readonly<Record<CallOccasion, readonly string[]>> = {
  'sign-in': [
    'sso-oidc:RegisterClient',
    'sso-oidc:StartDeviceAuthorization',
    'sso-oidc:CreateToken',
    'signin:CreateOAuth2Token',
  ],
  accounts: ['sso:ListAccounts', 'sso:ListAccountRoles'],
  credentials: ['sso:GetRoleCredentials', 'sts:AssumeRole', 'sts:GetSessionToken', 'sts:GetCallerIdentity'],
  targets: [
    'ssm:DescribeInstanceInformation',
    'ec2:DescribeInstances',
    'ecs:ListClusters',
    'ecs:ListServices',
    'ecs:ListTasks',
    'ecs:DescribeTasks',
  ],
  connect: ['ssm:DescribeInstanceInformation', 'ssm:GetConnectionStatus', 'ec2:DescribeInstances', 'ssm:StartSession'],
  access: ['ssm:StartAccessRequest', 'ssm:GetAccessToken'],
  resume: ['ssm:ResumeSession'],
  shell: ['ssm:GetDocument', 'ssm:ListDocuments', 'ssm:DescribeDocument', 'ssm:StartSession', 'kms:GenerateDataKey'],
  containers: ['ecs:ListTasks', 'ecs:DescribeTasks', 'ecs:ExecuteCommand', 'ssm:StartSession', 'ssm:DescribeSessions'],
  end: ['ssm:TerminateSession'],
  'open-at-aws': ['sts:GetCallerIdentity', 'ssm:DescribeSessions', 'ssm:TerminateSession'],
  'start-instance': ['ec2:StartInstances'],
  'ssh-key': ['ec2-instance-connect:SendSSHPublicKey'],
  'sign-out': ['sso:Logout'],
}
