import type { ProblemCode } from '#contract/problem.ts'

/** What Systems Manager's own error names mean. */
export const ssmErrors: Readonly<Record<string, ProblemCode>> = {
  TargetNotConnected: 'TARGET_NOT_CONNECTED',
  InvalidDocument: 'DOCUMENT_INVALID',
  InvalidDocumentVersion: 'DOCUMENT_INVALID',
  InvalidDocumentContent: 'DOCUMENT_INVALID',
  InvalidInstanceId: 'TARGET_NOT_FOUND',
  'InvalidInstanceID.NotFound': 'TARGET_NOT_FOUND',
  'InvalidInstanceID.Malformed': 'TARGET_NOT_FOUND',
  DoesNotExistException: 'SESSION_ENDED',
  /** "Enable advanced-instances tier…": a hybrid node in an account of the standard tier. */
  BadRequest: 'TARGET_NOT_CONNECTED',
}
