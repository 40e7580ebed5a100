/** Pages of AWS's documentation that the app opens. */
export const documentation = {
  plugin:
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html',
  iam: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html',
  home: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
} as const
