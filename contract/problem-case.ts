import { z } from 'zod'
import { awsAnswer } from './aws-answer.ts'

/** A code with what is known of such a problem. Never a secret. */
export const of = <C extends string, S extends z.ZodRawShape>(code: C, details: S) =>
  z.object({ code: z.literal(code), details: z.object(details) })

export const text = z.string()
export const count = z.number().int().min(0)
export const milliseconds = z.number().min(0)

/** The answer of AWS that showed it. */
export const aws = awsAnswer.optional()
/** The words of the service, the agent, the system or the engine, as they came; for the raw text and for logs. */
export const said = text.optional()
