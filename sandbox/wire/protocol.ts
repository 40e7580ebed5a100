import { randomUUID } from 'node:crypto'
import type { ApiFault, Outcome, Reply } from './exchange.ts'
import { element, text } from './xml.ts'

/** The ways in which the sandbox's services answer; `oidc` is `rest-json` with OAuth's error bodies. */
export type Protocol = 'json' | 'rest-json' | 'oidc' | 'ec2' | 'query'
type JsonProtocol = Exclude<Protocol, 'ec2' | 'query'>

const namespaces: Readonly<Record<'ec2' | 'query', string>> = {
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  query: 'https://sts.amazonaws.com/doc/2011-06-15/',
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Encodes what an action answered the way its service would. */
export function encodeOutcome(protocol: Protocol, action: string, outcome: Outcome): Reply {
  const requestId = randomUUID()
  if (!outcome.ok) return encodeFault(protocol, outcome.fault, requestId)
  if (protocol !== 'ec2' && protocol !== 'query') return json(protocol, 200, outcome.output, requestId)
  const content = typeof outcome.output === 'string' ? outcome.output : ''
  const inner =
    protocol === 'ec2'
      ? text('requestId', requestId) + content
      : element(`${action}Result`, content) + element('ResponseMetadata', text('RequestId', requestId))
  const body = `<${action}Response xmlns="${namespaces[protocol]}">${inner}</${action}Response>`
  return xml(200, body, requestId)
}

function encodeFault(protocol: Protocol, fault: ApiFault, requestId: string): Reply {
  if (protocol === 'json')
    return json(protocol, fault.status, { __type: fault.code, message: fault.message }, requestId)
  if (protocol === 'rest-json' || protocol === 'oidc') {
    const body =
      protocol === 'oidc'
        ? { error: oauthName(fault.code), error_description: fault.message }
        : { message: fault.message, __type: fault.code, ...(fault.reason === undefined ? {} : { error: fault.reason }) }
    const reply = json(protocol, fault.status, body, requestId)
    return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': fault.code } }
  }
  const detail = text('Code', fault.code) + text('Message', fault.message)
  if (protocol === 'ec2') {
    const errors = element('Errors', element('Error', detail))
    return xml(fault.status, element('Response', errors, text('RequestID', requestId)), requestId)
  }
  const error = element('Error', text('Type', fault.status < 500 ? 'Sender' : 'Receiver'), detail)
  const open = `<ErrorResponse xmlns="${namespaces.query}">`
  return xml(fault.status, `${open}${error}${text('RequestId', requestId)}</ErrorResponse>`, requestId)
}

/** `AuthorizationPendingException` → `authorization_pending` */
const oauthName = (code: string): string =>
  code
    .replace(/Exception$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()

function json(protocol: JsonProtocol, status: number, output: unknown, requestId: string): Reply {
  const type = protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json'
  return {
    status,
    headers: { 'content-type': type, 'x-amzn-requestid': requestId },
    body: JSON.stringify(output ?? {}),
  }
}

function xml(status: number, body: string, requestId: string): Reply {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: xmlHead + body,
  }
}
