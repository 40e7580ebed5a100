import { parameterName, type AwsAnswer, type ParameterName } from '#contract/aws-answer.ts'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { NamedProblems } from '../errors/translate.ts'

/** What the call was about. */
interface About {
  readonly targetId?: string | undefined
  readonly document?: string | undefined
}

/** The parameter that a text of AWS begins with: `Parameter "lines" is not defined…`, `…requires a value`, `…has value … not matching…`. */
function parameterIn(message: string): ParameterName | undefined {
  return parameterName.safeParse(/^Parameter "([^"]*)" /.exec(message)?.[1]).data
}

/** What Systems Manager's own error names mean. */
export function ssmErrors({ targetId, document }: About = {}): NamedProblems {
  const badDocument = (aws: AwsAnswer): Problem => problemOf('DOCUMENT_INVALID', { document, aws })
  const unknownTarget = (aws: AwsAnswer): Problem => problemOf('TARGET_NOT_FOUND', { targetId, aws })
  const notConnected = (aws: AwsAnswer): Problem => problemOf('TARGET_NOT_CONNECTED', { targetId, aws })
  return {
    TargetNotConnected: notConnected,
    InvalidDocument: badDocument,
    InvalidDocumentVersion: badDocument,
    InvalidDocumentContent: badDocument,
    InvalidParameters: (aws) =>
      problemOf('DOCUMENT_PARAMETERS', { document, parameter: parameterIn(aws.awsMessage), aws }),
    InvalidInstanceId: unknownTarget,
    'InvalidInstanceID.NotFound': unknownTarget,
    'InvalidInstanceID.Malformed': unknownTarget,
    DoesNotExistException: (aws) => problemOf('SESSION_ENDED', { aws }),
    /** "Enable advanced-instances tier…": a hybrid node in an account of the standard tier. */
    BadRequest: (aws) =>
      /advanced-instances/i.test(aws.awsMessage)
        ? problemOf('HYBRID_TIER_STANDARD', { targetId, aws })
        : notConnected(aws),
  }
}
