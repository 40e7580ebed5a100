import { devNull } from 'node:os'
import { describe, expect, it } from 'vitest'
import { pluginEnvironment } from '#relay/engine/plugin/plugin-environment.ts'
import { direct } from '#test/support/direct-route.ts'

const way = {
  url: 'wss://ssmmessages.eu-west-1.amazonaws.com/',
  route: direct,
  trustFile: null,
  platform: 'linux' as const,
}
const secrets = { response: '{}', credentialsUrl: 'http://127.0.0.1:1/credentials', credentialsToken: 'token', way }

const own = {
  PATH: '/usr/bin',
  HOME: '/home/you',
  AWS_PROFILE: 'prod',
  AWS_ACCESS_KEY_ID: 'AKID',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
  AWS_CONFIG_FILE: '/home/you/.aws/config',
  AWS_SHARED_CREDENTIALS_FILE: '/home/you/.aws/credentials',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/elsewhere',
  DATABASE_PASSWORD: 'secret',
  NODE_OPTIONS: '--require /tmp/x.js',
  LD_PRELOAD: '/tmp/x.so',
  ELECTRON_RUN_AS_NODE: '1',
}

describe("the plugin's environment", () => {
  const environment = pluginEnvironment(own, secrets)

  it('has nothing in place of the AWS files, whose default profile would win', () => {
    expect(environment['AWS_CONFIG_FILE']).toBe(devNull)
    expect(environment['AWS_SHARED_CREDENTIALS_FILE']).toBe(devNull)
  })

  it('names one source of credentials, and shuts that of the machine', () => {
    expect(environment).toMatchObject({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: secrets.credentialsUrl,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'token',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
  })

  it('has what programs need, and no other variable of ours', () => {
    const ours = new Set(Object.keys(own))
    const passed = Object.keys(environment).filter((name) => ours.has(name))
    expect(passed.toSorted()).toEqual(['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'HOME', 'PATH'])
  })
})
