import type { DocumentParameter } from '#contract/session-documents.ts'
import { isSecretName } from '../redaction/secret-names.ts'

/** Values by parameter, as StartSession takes them. */
type Parameters = Readonly<Record<string, readonly string[]>>

/** What StartSession is given, or what is missing. */
export type FilledParameters =
  | { readonly ok: true; readonly parameters: Record<string, string[]> }
  | { readonly ok: false; readonly missing: readonly string[] }

/** A line of a form: a parameter, and what was typed for it. */
export interface TypedParameter {
  readonly name: string
  readonly text: string
}

/** What was typed for the parameters of a document. One that is left empty is as the document has it. */
export function fillParameters(
  rules: readonly DocumentParameter[],
  typed: Readonly<Record<string, string>>,
): FilledParameters {
  const filled = rules.map(({ name, form, usual }) => ({ name, usual, values: valuesIn(textOf(typed, name), form) }))
  const missing = filled.filter(({ values, usual }) => values.length === 0 && usual === null).map(({ name }) => name)
  if (missing.length > 0) return { ok: false, missing }
  const given = filled.filter(({ values }) => values.length > 0)
  return { ok: true, parameters: Object.fromEntries(given.map(({ name, values }) => [name, [...values]])) }
}

/** Of a document that may not be read nobody knows what it takes: what was typed goes as it is. */
export function typedParameters(typed: readonly TypedParameter[]): Record<string, string[]> {
  const named = typed.filter(({ name }) => name.trim() !== '')
  return Object.fromEntries(named.map(({ name, text }) => [name.trim(), [text]]))
}

/** What was chosen before, as it was typed. */
export function textsOf(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, values.join(', ')]))
}

/** What is remembered of parameters: one that is called like a secret is asked for each time. */
export function keptParameters(parameters: Parameters): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, isSecretName(name) ? [] : [...values]]),
  )
}

/** Of what a person typed alone: a parameter may be called `constructor`. */
function textOf(typed: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(typed, name) ? (typed[name] ?? '') : ''
}

function valuesIn(text: string, form: DocumentParameter['form']): readonly string[] {
  if (form === 'text') return text === '' ? [] : [text]
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
