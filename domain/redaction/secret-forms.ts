import { looksRandom } from './randomness.ts'
import { namesInText } from './secret-names.ts'

/** One way in which a secret stands in text. */
export interface SecretForm {
  readonly name: string
  /** Global. Group 1, if there is one, stays. */
  readonly pattern: RegExp
  /** Looks again at what matched; without it every match is a secret. */
  isSecret?(match: string): boolean
}

/** What stands in for a secret. */
export const mark = '[redacted]'

/** Without quotes: up to a blank, the next setting, or a mark that closes what is around it. */
const bare = String.raw`(?!["'\\]|\[redacted\])(?:[^\s"'&,;}\]\\]|["'](?![\s,;)\]}&]|$)|[,;](?!\s|$|[\w.-]+["']?[=:])|&(?![\w.-]+=)|[}\]](?![\s,;"'}\])]|$)|\\(?!["']))+`
const separator = String.raw`\\*["']?\s*(?:=>|[:=]|%3[AD])\s*`
/** In quotes, of whatever depth of JSON, up to the same quotes; what is escaped inside does not end it. */
const inQuotes = (names: string): RegExp =>
  new RegExp(
    String.raw`((?:${names})${separator}(?<quote>\\*["']))(?!\[redacted\])(?:(?!(?<!\\)\k<quote>)[^\r\n])+`,
    'gi',
  )

/**
 * The one list of forms, in order: what one has replaced, the next ones leave alone. Names come before URLs, for the last @
 * of an address may be in a setting after it. What may begin anywhere has a longest length: without one, a long text without
 * a blank would take minutes. None begins at `\b`: an underscore before it is no reason to show it.
 * Prefixes are those of IAM ("Understanding unique ID prefixes"), STS, Session Manager and Identity Center.
 */
export const secretForms: readonly SecretForm[] = [
  {
    name: 'private key block',
    pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
  },
  {
    name: 'header to the end of its line',
    pattern: new RegExp(String.raw`((?:authorization|cookie)${separator})(?![\s"'\\]|\[redacted\])[^"\r\n}]+`, 'gi'),
  },
  { name: 'bearer and basic', pattern: /(?<![A-Za-z0-9])((?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=:-]{8,}/g },
  { name: 'named, in quotes', pattern: inQuotes(namesInText) },
  { name: 'named', pattern: new RegExp(String.raw`((?:${namesInText})${separator})${bare}`, 'gi') },
  {
    // Up to the last @: passwords that nobody encoded have some, too.
    name: 'password in a URL',
    pattern:
      /(?<![A-Za-z0-9])([a-z][a-z0-9+.-]{0,40}:\/\/[^\s/:@"'?#]{0,512}:)(?!\[redacted\]@)[^\s"'<>]{1,4096}(?=@)/gi,
  },
  {
    name: 'password of a proxy without a scheme',
    pattern: /(proxy\\*["']?\s*[:=]\s*\\*["']?[^\s:@/"']{1,512}:)(?!\/\/|\[redacted\]@)[^\s"'<>]{1,4096}(?=@)/gi,
  },
  { name: 'OAuth answer in a query', pattern: /([?&](?:code|state|user_code)=)(?!\[redacted\])[^&\s"'#]+/gi },
  {
    name: 'OAuth answer elsewhere',
    pattern: /(?<![A-Za-z0-9])((?:code|state)\\*["']?\s*[:=]\s*\\*["']?)[A-Za-z0-9._~%+/=-]{16,}/gi,
    isSecret: (match) => /\d/.test(match) || (/[a-z]{2}/.test(match) && /[=:"'\s][^=:"'\s]*[A-Z]/.test(match)),
  },
  { name: 'access key id', pattern: /(?<![A-Z0-9])(A[KS]IA|ABIA|ACCA)[A-Z0-9]{12,}/g },
  { name: 'JSON web token', pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)*/g },
  {
    name: 'token of Identity Center',
    pattern: /(?<![A-Za-z0-9])(?:aoa|aor)[A-Za-z0-9_-]{20,}(?:[:.][A-Za-z0-9_+/=-]+)*/g,
  },
  { name: 'token of STS or a session', pattern: /(?<![A-Za-z0-9])(?:AQo|FwoG|IQoJ|AAEAA)[\w+/=%-]{20,}/g },
  { name: 'long token by its shape', pattern: /[A-Za-z0-9+/_=-]{80,}/g, isSecret: looksRandom },
  {
    name: 'secret access key by its shape',
    pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g,
    isSecret: looksRandom,
  },
]
