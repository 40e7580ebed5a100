import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import { pageOf } from '../paging.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { accountDocuments, documentArn, findDocument, preferencesDocument, type SessionDocument } from './documents.ts'
import { preferencesAt } from './preferences.ts'

const input = z.object({ Name: z.string(), DocumentFormat: z.string().nullish() })
const createdAt = Date.parse('2026-03-02T08:00:00Z') / 1000

/** GetDocument: the text of a session document, the account's own preferences among them. */
export function getDocument(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const found = documentOf(context, call, body, 'ssm:GetDocument')
  if ('ok' in found) return found
  return succeed({
    Name: found.document.name,
    CreatedDate: createdAt,
    DocumentVersion: '1',
    Status: 'Active',
    Content: JSON.stringify(found.content, null, 2),
    DocumentType: 'Session',
    DocumentFormat: 'JSON',
  })
}

/** DescribeDocument: everything but the text. */
export function describeDocument(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const found = documentOf(context, call, body, 'ssm:DescribeDocument')
  if ('ok' in found) return found
  const { document, content } = found
  const parameters = Object.entries(document.parameters).map(([Name, rule]) => ({
    Name,
    Type: 'String',
    ...(rule.description === undefined ? {} : { Description: rule.description }),
    ...(rule.default === null ? {} : { DefaultValue: rule.default }),
  }))
  return succeed({
    Document: {
      Hash: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
      HashType: 'Sha256',
      Name: document.name,
      Owner: document.owner === 'amazon' ? 'Amazon' : call.caller.identity.accountId,
      CreatedDate: createdAt,
      Status: 'Active',
      DocumentVersion: '1',
      ...(parameters.length === 0 ? {} : { Parameters: parameters }),
      PlatformTypes: ['Windows', 'Linux', 'MacOS'],
      DocumentType: 'Session',
      SchemaVersion: '1.0',
      LatestVersion: '1',
      DefaultVersion: '1',
      DocumentFormat: 'JSON',
      Tags: [],
    },
  })
}

const listInput = z.object({
  Filters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()) })).nullish(),
  MaxResults: z.number().nullish(),
  NextToken: z.string().nullish(),
})

/** ListDocuments, as far as sessions need it: the account's own documents for sessions, and no others. */
export function listDocuments(_context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const { Filters, MaxResults, NextToken } = listInput.parse(body)
  const { identity, region } = call.caller
  const everything = `arn:aws:ssm:${region}:${identity.accountId}:*`
  const denied = denyUnlessAllowed(identity, 'ssm:ListDocuments', everything)
  if (denied !== null) return denied
  const wants = (key: string, value: string): boolean =>
    (Filters ?? []).every(({ Key, Values }) => Key !== key || Values.includes(value))
  const found = wants('Owner', 'Self') && wants('DocumentType', 'Session') ? accountDocuments : []
  const page = pageOf(found, MaxResults ?? 10, NextToken ?? null, JSON.stringify(Filters))
  if (page === null) return fail('InvalidNextToken', 'The specified token is not valid.')
  return succeed({
    DocumentIdentifiers: page.items.map(({ name }) => ({
      Name: name,
      Owner: identity.accountId,
      DocumentType: 'Session',
      DocumentFormat: 'JSON',
      DocumentVersion: '1',
      SchemaVersion: '1.0',
      PlatformTypes: ['Windows', 'Linux', 'MacOS'],
      Tags: [],
    })),
    ...(page.nextToken === null ? {} : { NextToken: page.nextToken }),
  })
}

interface Written {
  readonly document: SessionDocument
  readonly content: object
}

function documentOf(context: ServiceContext, call: SignedCall, body: unknown, action: string): Written | Outcome {
  const { Name } = input.parse(body)
  const { identity, region } = call.caller
  const document = findDocument(Name, region, identity.accountId)
  const resource =
    document === null
      ? `arn:aws:ssm:${region}:${identity.accountId}:document/${Name}`
      : documentArn(document, region, identity.accountId)
  const denied = denyUnlessAllowed(identity, action, resource)
  if (denied !== null) return denied
  const content = document === null ? null : contentOf(context, call, document)
  if (document === null || content === null) {
    return fail('InvalidDocument', `Document with name ${Name} does not exist.`)
  }
  call.note('document', document.name)
  return { document, content }
}

/** Null where the account never wrote its preferences down. */
function contentOf(context: ServiceContext, call: SignedCall, document: SessionDocument): object | null {
  if (document.name === preferencesDocument) return preferencesContent(context, call)
  const parameters = Object.entries(document.parameters).map(([name, rule]) => [
    name,
    {
      type: 'String',
      ...(rule.description === undefined ? {} : { description: rule.description }),
      ...(rule.values === undefined ? { allowedPattern: rule.pattern.source } : { allowedValues: rule.values }),
      ...(rule.default === null ? {} : { default: rule.default }),
    },
  ])
  return {
    schemaVersion: '1.0',
    description: `Document ${document.name} of the sandbox`,
    sessionType: document.sessionType,
    parameters: Object.fromEntries(parameters) as object,
    properties: document.properties,
  }
}

function preferencesContent(context: ServiceContext, call: SignedCall): object | null {
  const { identity, region } = call.caller
  const preferences = preferencesAt(context, { accountId: identity.accountId, region })
  if (preferences === null) return null
  const { accountId: _accountId, region: _region, ...inputs } = preferences
  return {
    schemaVersion: '1.0',
    description: 'Document to hold regional settings for Session Manager',
    sessionType: 'Standard_Stream',
    inputs: {
      s3BucketName: '',
      s3KeyPrefix: '',
      s3EncryptionEnabled: true,
      cloudWatchLogGroupName: '',
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      ...inputs,
      shellProfile: { windows: '', linux: '' },
    },
  }
}
