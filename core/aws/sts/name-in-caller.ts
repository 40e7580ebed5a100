/** Of the session of a permission set's role. Identity Center names such a session after the user (IAM Identity Center User Guide). */
const roleSession = /^arn:[a-z0-9-]+:sts::\d{12}:assumed-role\/AWSReservedSSO_[^/]+\/([^/]+)$/

/** The user's name in the ARN of a caller; null when it is no session of a permission set. */
export function nameInCaller(arn: string): string | null {
  return roleSession.exec(arn)?.[1] ?? null
}
