import { z } from 'zod'

/** An ARN, read from a message or a file that may say anything; what is no ARN never passes for one. */
export const arn = z
  .string()
  .max(300)
  .regex(/^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|\*)?:[\w+=,.@:/*$-]+$/)
  .brand<'Arn'>()
export type Arn = z.infer<typeof arn>

/** An action of IAM: `ssm:StartSession`. */
export const iamAction = z
  .string()
  .max(100)
  .regex(/^[a-z0-9-]+:\w+$/)
  .brand<'IamAction'>()

/** A parameter of a session document, read from a message that may say anything. */
export const parameterName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9_]+$/)
  .brand<'ParameterName'>()
export type ParameterName = z.infer<typeof parameterName>

/** What AWS says about a refusal, as far as it says it; null is what a service leaves out. AWS's own text stays apart. */
export const denial = z.object({
  action: iamAction.nullable(),
  /** What the action was refused on. */
  resource: arn.nullable(),
  /** Who asked. */
  principal: arn.nullable(),
  /** `explicit`: a statement forbids it. `implicit`: none allows it. */
  how: z.enum(['explicit', 'implicit']).nullable(),
  /** The kind of policy that decided (IAM User Guide, "Troubleshoot access denied error messages"). */
  policyType: z
    .enum([
      'identity-based',
      'resource-based',
      'service control',
      'resource control',
      'session',
      'permissions boundary',
      'VPC endpoint',
      'role trust',
    ])
    .nullable(),
})
export type Denial = z.infer<typeof denial>

/** A call that AWS, or the way to AWS, answered with an error. */
export const awsAnswer = z.object({
  /** `StartSession`; null for a source of credentials, which makes calls of its own. */
  operation: z.string().nullable(),
  /** AWS's name of the error, or the system's code of a connection that failed: `AccessDeniedException`, `ENOTFOUND`. */
  error: z.string(),
  /** AWS's text, word for word: hostile until it is shown as what it is. */
  awsMessage: z.string(),
  requestId: z
    .string()
    .regex(/^[\w.:+/=-]{1,128}$/)
    .nullable(),
})
export type AwsAnswer = z.infer<typeof awsAnswer>
