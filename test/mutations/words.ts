import type { Mutation } from './mutation.ts'

const pasted = {
  line: 'pasted',
  killedBy: ['test/unit/domain/pasted-secrets.test.ts'],
}
const told = {
  file: 'words/client-message/client-message.ts',
  line: 'client-words',
  killedBy: ['test/unit/words/client-message.test.ts'],
}
const answer = {
  file: 'contract/aws-answer.ts',
  line: 'access-request',
  killedBy: ['test/unit/domain/access-request.test.ts'],
}
const proxy = {
  file: 'network/proxy-address.ts',
  line: 'proxy-password',
  killedBy: ['test/unit/network/proxy-readings.test.ts'],
}
const redaction = { line: 'redaction', killedBy: ['test/unit/redaction/redaction.test.ts'] }
const values = { ...redaction, killedBy: ['test/unit/redaction/redact-value.test.ts'] }

/** What gets into texts, and what must not. */
export const wordMutations: readonly Mutation[] = [
  {
    ...values,
    name: 'passphrase-is-no-secret-name',
    file: 'domain/redaction/secret-names.ts',
    text: "  'passphrase',\n",
    replacement: '',
  },
  {
    ...values,
    name: 'code-verifier-is-no-secret-name',
    file: 'domain/redaction/secret-names.ts',
    text: "  'code verifier',\n  'verifier',\n",
    replacement: '',
  },
  {
    ...values,
    name: 'device-code-is-no-secret-name',
    file: 'domain/redaction/secret-names.ts',
    text: "  'device code',\n",
    replacement: '',
  },
  {
    ...values,
    name: 'upgrade-headers-are-no-secret-name',
    file: 'domain/redaction/secret-names.ts',
    text: "  'upgrade headers',\n",
    replacement: '',
  },
  {
    ...values,
    name: 'signature-is-no-secret-name',
    file: 'domain/redaction/secret-names.ts',
    text: "  'signature',\n",
    replacement: '',
  },
  {
    ...values,
    name: 'tokens-by-their-beginning-stay',
    file: 'domain/redaction/secret-forms.ts',
    text: '(?:AQo|FwoG|IQoJ|AAEAA)',
    replacement: '(?:AQo|FwoG|IQoJ)',
  },
  {
    ...redaction,
    name: 'access-key-ids-stay',
    file: 'domain/redaction/secret-forms.ts',
    text: '(A[KS]IA|ABIA|ACCA)',
    replacement: '(AKIA)',
  },
  {
    ...values,
    name: 'fields-are-not-known-by-their-names',
    file: 'domain/redaction/redact-value.ts',
    text: 'return isSecretName(key)',
    replacement: "return isSecretName(key) && key === ''",
  },
  {
    ...values,
    name: 'headers-in-lists-stay',
    file: 'domain/redaction/redact-value.ts',
    text: 'index > 0 && isSecret(String(value[index - 1]), item) ? mark : inner(item)',
    replacement: 'index < 0 ? mark : inner(item)',
  },
  {
    ...redaction,
    name: 'log-is-not-redacted',
    file: 'core/log/log.ts',
    text: 'const clean = redact(fields)',
    replacement: 'const clean: unknown = fields\n  void redact',
  },
  {
    ...redaction,
    name: 'event-names-are-not-redacted',
    file: 'core/log/log.ts',
    text: 'event: redactLine(event)',
    replacement: 'event',
  },
  {
    ...redaction,
    name: 'problems-are-not-redacted',
    file: 'domain/problem/problem.ts',
    text: 'details: secretsOut(details)',
    replacement: 'details',
  },
  {
    ...redaction,
    name: 'diagnostics-are-not-redacted',
    file: 'core/app/tunnels/diagnostics.ts',
    text: "return redactForSharing(`${lines.join('\\n')}\\n`)",
    replacement: "return `${lines.join('\\n')}\\n`",
  },
  {
    ...redaction,
    name: 'account-numbers-stay',
    file: 'domain/redaction/personal-forms.ts',
    text: '\\d{8}(\\d{4})(?!',
    replacement: '\\d{9}(\\d{4})(?!',
  },
  {
    ...redaction,
    name: 'unsound-problem-is-passed-on',
    file: 'domain/problem/sound-problem.ts',
    text: "return problemOf('INTERNAL', {})",
    replacement: "return candidate ?? problemOf('INTERNAL', {})",
    killedBy: ['test/unit/main/answer-call.test.ts'],
  },
  {
    ...told,
    name: 'clients-are-told-account-numbers',
    text: 'inSentence(told(headline))',
    replacement: 'inSentence(asciiOf(headline))',
  },
  {
    ...told,
    name: 'clients-are-told-other-letters',
    text: 'redactForSharing(asciiOf(redactForSharing(text)))',
    replacement: 'redactForSharing(redactForSharing(text))',
  },
  {
    ...told,
    name: 'names-are-told-as-they-are',
    text: 'const said = told(full)',
    replacement: 'const said = asciiOf(full)',
  },
  {
    ...told,
    name: 'names-are-redacted-before-they-are-ascii',
    text: 'redactForSharing(asciiOf(redactForSharing(text)))',
    replacement: 'asciiOf(redactForSharing(text))',
  },
  { ...answer, name: 'any-text-is-an-arn', text: '.regex(/^arn:', replacement: '.regex(/arn:' },
  {
    ...answer,
    name: 'any-text-is-an-action',
    text: '.regex(/^[a-z0-9-]+:\\w+$/)',
    replacement: '.regex(/[a-z0-9-]+:\\w+/)',
  },
  {
    ...answer,
    name: 'letter-of-many-lines',
    file: 'domain/access-request/scope.ts',
    text: ".replace(/[\\p{Cc}\\p{Cf}\\u2028\\u2029]+/gu, ' ')",
    replacement: '',
  },
  {
    ...proxy,
    name: 'unreadable-proxy-is-quoted',
    text: "reason: 'unreadable' })",
    replacement: "reason: 'unreadable', scheme: text })",
  },
  {
    ...proxy,
    name: 'proxy-password-in-the-host',
    text: "const at = rest.lastIndexOf('@')",
    replacement: "const at = rest.indexOf('@')",
  },
  {
    ...pasted,
    name: 'any-end-of-a-login',
    file: 'domain/pasted/split-url.ts',
    text: 'if (reading === undefined || others.length > 0) return null',
    replacement: 'if (reading === undefined || others.length > 99) return null',
  },
  {
    ...pasted,
    name: 'uncertain-settings-are-read',
    file: 'domain/pasted/read-settings.ts',
    text: 'return settings.slice(first).every(isUnderstood) && ',
    replacement: 'return settings.length < 99 || ',
  },
  {
    ...pasted,
    name: 'lone-login-is-a-user',
    file: 'domain/pasted/read-url.ts',
    text: "return lone === 'password' && password === undefined ? '' : user",
    replacement: "return lone === 'password' && password === '' ? '' : user",
  },
  {
    ...pasted,
    name: 'unknown-names-are-shown',
    file: 'domain/pasted/read-settings.ts',
    text: 'others.map(({ name }) => knownSetting(name))',
    replacement: 'others.map(({ name }) => knownSetting(name) ?? name)',
  },
  {
    ...pasted,
    name: 'pasted-text-stays',
    file: 'renderer/features/new-tunnel/use-paste.ts',
    text: '    typed.clear()\n    const pasted',
    replacement: '    const pasted',
    killedBy: ['test/unit/renderer/tunnel-paste.test.tsx'],
  },
]
