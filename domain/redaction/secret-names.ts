/**
 * What secrets are called, in fields, headers, variables and settings: the words at the end of a name. Blanks stand for
 * nothing, a dash, a dot or an underscore, and case does not matter: `secret access key` is `SecretAccessKey` and
 * `aws_secret_access_key`, `password` is `PGPASSWORD`.
 */
const secretNames = [
  'token',
  'token value',
  'secret',
  'secret string',
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'access key',
  'access key id',
  'api key',
  'private key',
  'code verifier',
  'verifier',
  'device code',
  'user code',
  'signature',
  'upgrade headers',
] as const

const ending = new RegExp(`(?:${secretNames.map((name) => name.replaceAll(' ', '')).join('|')})$`)

/** The names as they are written in text, for a pattern without case. */
export const namesInText = secretNames.map((name) => name.replaceAll(' ', '[-_.]?')).join('|')

/** True for a name that says its value is a secret, however it is spelled. */
export function isSecretName(name: string): boolean {
  return ending.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''))
}

/** OAuth's answers carry their secrets as `code` and `state`; a problem's code and a tunnel's state are words. */
export function isOAuthName(name: string): boolean {
  return /^(?:code|state)$/i.test(name)
}
