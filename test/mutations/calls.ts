import type { Mutation } from './mutation.ts'

const server = {
  file: 'main/contract-server/contract-server.ts',
  line: 'trusted-sender',
  killedBy: ['test/unit/main/contract-server.test.ts'],
}
const sender = {
  file: 'main/contract-server/trusted-sender.ts',
  line: 'trusted-sender',
  killedBy: ['test/unit/main/trusted-sender.test.ts'],
}
const answer = {
  file: 'main/contract-server/answer-call.ts',
  line: 'trusted-sender',
  killedBy: ['test/unit/main/answer-call.test.ts'],
}
const browser = {
  file: 'main/system/browser.ts',
  line: 'browser-links',
  killedBy: ['test/unit/main/browser-links.test.ts'],
}

/** What the page asks of main. */
export const callMutations: readonly Mutation[] = [
  {
    ...server,
    name: 'refused-sender-is-answered',
    text: 'throw new Error(`Refused: ${refusal}.`)',
    replacement: "return { window: own?.[1] ?? 'main' }",
  },
  {
    ...server,
    name: 'refused-sender-not-logged',
    text: "log.error('call-refused', { refusal, url: senderUrl(event) })",
    replacement: '',
  },
  {
    ...server,
    name: 'any-window-is-own',
    text: 'find(([window]) => window.webContents === event.sender)',
    replacement: 'find(([window]) => window.webContents !== undefined || event.sender === null)',
  },
  {
    ...server,
    name: 'any-frame-is-main',
    text: "event.senderFrame === event.sender.mainFrame ? 'yes' : 'no'",
    replacement: "event.senderFrame === event.sender.mainFrame ? 'yes' : 'yes'",
  },
  {
    ...server,
    name: 'closed-window-is-heard',
    text: "window.once('closed', () => windows.delete(window))",
    replacement: '',
  },
  {
    ...sender,
    name: 'sender-of-any-origin',
    text: "if (`${protocol}//${host}` !== trustedOrigin || username !== '' || password !== '') return 'a foreign origin'",
    replacement: 'void [protocol, host, username, password]',
  },
  {
    ...sender,
    name: 'sender-of-a-prefix',
    text: '`${protocol}//${host}` !== trustedOrigin',
    replacement: '!`${protocol}//${host}`.startsWith(trustedOrigin)',
  },
  {
    ...answer,
    name: 'input-not-parsed',
    text: 'if (!parsed.success) {',
    replacement: "if (!parsed.success && name === 'window.drawn') {",
  },
  {
    ...answer,
    name: 'call-of-any-name',
    text: "typeof name === 'string' && Object.hasOwn(calls, name)",
    replacement: "typeof name === 'string' && name in calls",
  },
  {
    ...answer,
    name: 'output-not-parsed',
    text: 'calls[name].output.parse(value)',
    replacement: 'value',
  },
  {
    ...answer,
    name: 'refused-input-in-the-log',
    text: "report('call-input-invalid', { call: name, path: issue?.path.join('.'), reason: issue?.code })",
    replacement:
      "report('call-input-invalid', { call: name, input, path: issue?.path.join('.'), reason: issue?.code })",
  },
  {
    ...browser,
    name: 'browser-without-gate',
    text: "if (decided.kind === 'refuse') {",
    replacement: "if (decided.kind === 'refuse' && url === '') {",
  },
  {
    ...browser,
    name: 'browser-without-question',
    text: '!(await agree(decided.host))',
    replacement: 'decided.host === url',
  },
  {
    ...browser,
    name: 'link-with-a-name-before-the-host',
    text: "if (username !== '' || password !== '') return { kind: 'refuse' }",
    replacement: 'void [username, password]',
  },
  {
    ...browser,
    name: 'known-host-at-any-port',
    text: "const isKnown = port === '' && ",
    replacement: "const isKnown = port !== 'x' && ",
  },
  {
    ...browser,
    name: 'plain-http-everywhere',
    text: "cloud === 'sandbox' && hostname",
    replacement: 'cloud !== null && hostname',
  },
  {
    ...browser,
    file: 'domain/links/known-page.ts',
    name: 'known-host-is-a-suffix',
    text: '/^([a-z0-9-]+\\.)+awsapps',
    replacement: '/([a-z0-9-]+\\.)*awsapps',
  },
  {
    ...browser,
    file: 'main/dialogs/agree-to-host.ts',
    name: 'agreed-to-by-enter',
    text: 'defaultId: 0',
    replacement: 'defaultId: 1',
    killedBy: ['test/unit/main/agree-to-host.test.ts'],
  },
  {
    ...browser,
    file: 'main/dialogs/agree-to-host.ts',
    name: 'agreed-to-by-closing',
    text: 'cancelId: 0',
    replacement: 'cancelId: 1',
    killedBy: ['test/unit/main/agree-to-host.test.ts'],
  },
  {
    ...browser,
    file: 'main/dialogs/agree-to-host.ts',
    name: 'agreed-to-for-good-unasked',
    text: "return checkboxChecked ? 'for-good' : 'once'",
    replacement: "return 'for-good'",
    killedBy: ['test/unit/main/agree-to-host.test.ts'],
  },
]
