/** The bastion of the sandbox's production, as a window asks for a shell or for files on it. */
export const productionBastion = {
  profile: {
    type: 'sso',
    session: 'harborline',
    startUrl: 'https://harborline.awsapps.com/start',
    accountId: '482100973316',
    roleName: 'DatabaseTunnel',
  },
  region: 'ap-northeast-1',
  target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
  name: 'bastion-a',
  environment: 'production',
} as const
