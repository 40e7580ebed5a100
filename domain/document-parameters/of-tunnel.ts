import { endpointParameter, type EndpointParameter, type TunnelDocument } from '#contract/chosen-document.ts'
import type { DocumentParameter } from '#contract/session-documents.ts'
import { isSecretName } from '../redaction/secret-names.ts'
import { fillParameters, typedParameters, type TypedParameter } from './fill-parameters.ts'

const isOwn = (name: string): name is EndpointParameter => endpointParameter.safeParse(name).success

/** The parameters that a person fills in for a tunnel: not its own host and ports, and no secret, for a tunnel keeps none. */
export function askedOfTunnel(rules: readonly DocumentParameter[]): readonly DocumentParameter[] {
  return rules.filter(({ name }) => !isOwn(name) && !isSecretName(name))
}

/** Secrets without which the document opens nothing. */
export function secretsNeeded(rules: readonly DocumentParameter[]): readonly string[] {
  return rules.filter(({ name, usual }) => isSecretName(name) && usual === null).map(({ name }) => name)
}

/** What a tunnel keeps of a document that was read; null while something is missing that it needs. */
export function documentOfTunnel(
  name: string,
  rules: readonly DocumentParameter[],
  typed: Readonly<Record<string, string>>,
): TunnelDocument | null {
  const filled = fillParameters(askedOfTunnel(rules), typed)
  if (!filled.ok || secretsNeeded(rules).length > 0) return null
  return { name, parameters: filled.parameters, takes: rules.map((rule) => rule.name).filter(isOwn) }
}

/**
 * The same of a document that may not be read: nobody knows which of the tunnel's own values it takes, so all go, but for one that a person
 * left empty. Secrets are not kept.
 */
export function typedDocumentOfTunnel(name: string, rows: readonly TypedParameter[]): TunnelDocument {
  const kept = rows.filter((row) => !isSecretName(row.name.trim()))
  const empty = kept.filter(({ text }) => text === '').map((row) => row.name.trim())
  const parameters = typedParameters(kept.filter(({ text }) => text !== ''))
  const takes = endpointParameter.options.filter((own) => !empty.includes(own))
  return { name, parameters, ...(takes.length === endpointParameter.options.length ? {} : { takes }) }
}
