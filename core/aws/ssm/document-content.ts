import { z } from 'zod'
import type { DocumentParameter, SessionDocumentView } from '#contract/session-documents.ts'

const longestText = 2_000
const mostParameters = 100
const mostAllowed = 200

const text = z.string().transform((said) => said.slice(0, longestText))
const maybeText = text.nullable().catch(null)
/** Authors write numbers and booleans bare. */
const value = z.union([text, z.number(), z.boolean()]).transform(String)
const values = z.union([z.array(value).max(mostAllowed), value.transform((one) => [one])])

const parameter = z.object({
  type: z.string().catch('String'),
  description: maybeText.default(null),
  default: values.nullable().catch(null).default(null),
  allowedValues: values.catch([]).default([]),
  allowedPattern: maybeText.default(null),
})

/** A document of the schema that sessions have (`schemaVersion` 1.0). */
const content = z.object({
  sessionType: z.string(),
  description: maybeText.default(null),
  parameters: z.record(z.string().max(255), parameter).catch({}).default({}),
})

const outline = z.object({
  DocumentType: z.literal('Session'),
  Description: maybeText.default(null),
  Parameters: z
    .array(
      z.object({
        Name: z.string().max(255),
        Type: z.string().catch('String'),
        Description: maybeText.default(null),
        DefaultValue: maybeText.default(null),
      }),
    )
    .default([]),
})

const formOf = (type: string): DocumentParameter['form'] => (type === 'StringList' ? 'list' : 'text')

/** What a session document's text says (JSON); null when it is no such document. */
export function documentIn(name: string, written: string): SessionDocumentView | null {
  const parsed = content.safeParse(parsedJson(written))
  if (!parsed.success) return null
  const { sessionType, description, parameters } = parsed.data
  const read = Object.entries(parameters).map(([parameterName, rule]) => ({
    name: parameterName,
    form: formOf(rule.type),
    description: rule.description,
    usual: rule.default,
    allowed: rule.allowedValues,
    pattern: rule.allowedPattern,
  }))
  return { name, sessionType, description, parameters: read.slice(0, mostParameters) }
}

/** What DescribeDocument tells of one; null when it is no session document. Allowed values are not in it, nor the kind of session. */
export function documentOutline(name: string, described: unknown): SessionDocumentView | null {
  const parsed = outline.safeParse(described)
  if (!parsed.success) return null
  const { Description: description, Parameters } = parsed.data
  const read = Parameters.map((one) => ({
    name: one.Name,
    form: formOf(one.Type),
    description: one.Description,
    usual: one.DefaultValue === null ? null : [one.DefaultValue],
    allowed: [],
    pattern: null,
  }))
  return { name, sessionType: null, description, parameters: read.slice(0, mostParameters) }
}

function parsedJson(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return null
  }
}
