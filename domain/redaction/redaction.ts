/**
 * What must not leave in a copied or exported text, however it got into an AWS message: access keys, tokens, signatures,
 * account numbers (the last four digits stay, to tell accounts apart), e-mail addresses and user names in home paths.
 */
const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(A[KS]IA)[A-Z0-9]{12,}\b/g, '$1[redacted]'],
  [/\b(AQo|FwoG|IQoJ|AAEAA)[\w+/=-]{20,}/g, '[redacted token]'],
  [/\beyJ[\w-]{10,}(\.[\w-]+){0,2}/g, '[redacted token]'],
  [
    /((?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|Credential|token(?:Value)?|secret(?:AccessKey)?|password)["']?\s*[=:]\s*["']?)[^\s"'&,;)]+/gi,
    '$1[redacted]',
  ],
  [/\b\d{8}(\d{4})\b/g, '********$1'],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[redacted e-mail]'],
  [/((?:\/home|\/Users|\\Users)[\\/])[^\\/\s:]+/g, '$1[user]'],
]

/** The text without secrets and personal data. Idempotent. */
export function redacted(text: string): string {
  return rules.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text)
}
