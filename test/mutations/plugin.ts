import type { Mutation } from './mutation.ts'

const endpoint = {
  file: 'relay/engine/plugin/credentials-endpoint.ts',
  line: 'plugin-credentials',
  killedBy: ['test/integration/relay/credentials-endpoint.test.ts'],
}
const environment = {
  file: 'relay/engine/plugin/plugin-environment.ts',
  line: 'plugin-credentials',
  killedBy: ['test/unit/relay/plugin-environment.test.ts'],
}

/** What the programs that are started get to know. */
export const pluginMutations: readonly Mutation[] = [
  {
    ...endpoint,
    line: 'loopback',
    name: 'credentials-on-all-addresses',
    text: "server.listen(0, '127.0.0.1', resolve)",
    replacement: "server.listen(0, '0.0.0.0', resolve)",
  },
  {
    ...endpoint,
    name: 'credentials-for-any-host',
    text: 'request.headers.host === `127.0.0.1:${request.socket.localPort}` && ',
    replacement: '',
  },
  {
    ...endpoint,
    name: 'credentials-without-token',
    text: "if (!isSame(request.headers.authorization ?? '', token))",
    replacement: "if (isSame('', token))",
  },
  {
    ...endpoint,
    name: 'credentials-with-constant-token',
    text: "randomBytes(32).toString('base64url')",
    replacement: "randomBytes(0).toString('base64url') + 'the-same-token-for-every-plugin-of-them-all'",
  },
  { ...endpoint, name: 'credentials-with-short-token', text: 'randomBytes(32)', replacement: 'randomBytes(2)' },
  {
    ...endpoint,
    name: 'credentials-by-any-method',
    text: "|| request.method !== 'GET') ",
    replacement: "|| request.method === '') ",
  },
  {
    ...endpoint,
    name: 'credentials-are-kept-by-caches',
    text: "'cache-control': 'no-store', ",
    replacement: '',
  },
  {
    ...environment,
    name: 'plugin-reads-aws-files',
    text: 'AWS_CONFIG_FILE: devNull,',
    replacement: '',
  },
  {
    ...environment,
    name: 'plugin-reads-aws-credentials',
    text: 'AWS_SHARED_CREDENTIALS_FILE: devNull,',
    replacement: '',
  },
  {
    ...environment,
    name: 'plugin-asks-the-instance',
    text: "AWS_EC2_METADATA_DISABLED: 'true',",
    replacement: '',
  },
  {
    ...environment,
    line: 'children',
    name: 'plugin-sees-all-variables',
    text: 'value !== undefined && passed.has(name.toUpperCase())',
    replacement: 'value !== undefined && passed.size > 0',
  },
  {
    line: 'children',
    name: 'relay-sees-all-variables',
    file: 'main/relay-host/utility-relay.ts',
    text: 'return passed.has(name.toUpperCase())',
    replacement: "return passed.size > 0 && name !== ''",
    killedBy: ['test/unit/main/utility-relay.test.ts'],
  },
  {
    line: 'children',
    name: 'aws-keys-are-passed-on',
    file: 'contract/passed-variables.ts',
    text: "'AWS_CA_BUNDLE',",
    replacement: "'AWS_CA_BUNDLE',\n  'AWS_SECRET_ACCESS_KEY',",
    killedBy: ['test/unit/main/utility-relay.test.ts'],
  },
  {
    line: 'children',
    name: 'programs-see-all-variables',
    file: 'core/system/run-program.ts',
    text: '([name]) => listed.has(name.toUpperCase())',
    replacement: '([name]) => listed.size > name.length - 1_000',
    killedBy: ['test/integration/plugin-locator/program-file.test.ts'],
  },
  {
    line: 'children',
    name: 'token-in-an-argument',
    file: 'relay/engine/plugin/plugin-engine.ts',
    text: 'args: argumentsOf(grant),',
    replacement: 'args: [...argumentsOf(grant), tokenValue],',
    killedBy: ['test/integration/relay/plugin-engine.test.ts'],
    tests: 'no secret in its arguments',
  },
  {
    line: 'children',
    name: 'program-by-a-bare-name',
    file: 'relay/engine/plugin/plugin-file.ts',
    text: "if (!isAbsolute(path)) return problemOf('ENGINE_UNUSABLE', { path, reason: 'not-absolute' })",
    replacement: 'void isAbsolute',
    killedBy: ['test/unit/relay/plugin-file.test.ts'],
  },
  {
    line: 'credential-process',
    name: 'helper-without-time-limit',
    file: 'core/aws/profiles/credential-process.ts',
    text: 'const helperLimitMs = 60_000',
    replacement: 'const helperLimitMs = 3_600_000',
    killedBy: ['test/unit/aws/credential-process.test.ts'],
  },
  {
    line: 'credential-process',
    name: 'helper-in-a-shell',
    file: 'core/system/run-program.ts',
    text: 'windowsHide: true })',
    replacement: 'windowsHide: true, shell: true })',
    killedBy: ['test/integration/plugin-locator/run-program.test.ts'],
  },
]
