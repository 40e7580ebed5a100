import { DescribeDocumentCommand, GetDocumentCommand, ListDocumentsCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Result } from '#contract/result.ts'
import type { SessionDocumentView } from '#contract/session-documents.ts'
import type { TargetPlace } from '#contract/targets.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { fail, ok } from '#domain/result.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { SessionDocuments } from '../../app/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { documentIn, documentOutline } from './document-content.ts'
import { createPlaceCalls, type AwsKeys, type CallAtPlace } from './place-calls.ts'
import { ssmErrors } from './ssm-errors.ts'

/** What documents are read with. */
export interface SessionDocumentsDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
}

const mostNames = 500
/** ListDocuments gives no more at a time. */
const pageSize = 50

/** {@link SessionDocuments} over Systems Manager. A role that may start a session by a document need not have the right to read it. */
export function createSessionDocuments(deps: SessionDocumentsDeps): SessionDocuments {
  const call = createPlaceCalls(deps)
  const client = ({ region }: TargetPlace, credentials: AwsKeys): SSMClient =>
    new SSMClient({ ...deps.http.options('SSM', region), credentials })
  return {
    namesIn: (place) =>
      call(place, {
        operation: 'ListDocuments',
        names: ssmErrors(),
        ask: (credentials) => namesOf(client(place, credentials)),
      }),
    read: (place, name) => read(call, place, name, (keys) => client(place, keys)),
  }
}

type ClientFor = (credentials: AwsKeys) => SSMClient

async function read(
  call: CallAtPlace,
  place: TargetPlace,
  name: string,
  clientFor: ClientFor,
): Promise<Result<SessionDocumentView>> {
  const asked = { names: ssmErrors({ document: name }), on: { document: name } }
  const whole = await call(place, {
    ...asked,
    operation: 'GetDocument',
    ask: (credentials) => clientFor(credentials).send(new GetDocumentCommand({ Name: name, DocumentFormat: 'JSON' })),
  })
  if (whole.ok) return documentOr(name, documentIn(name, whole.value.Content ?? ''))
  if (whole.error.code !== 'ACCESS_DENIED') return whole
  // Roles that may list documents may often describe them.
  const outline = await call(place, {
    ...asked,
    operation: 'DescribeDocument',
    ask: (credentials) => clientFor(credentials).send(new DescribeDocumentCommand({ Name: name })),
  })
  return outline.ok ? documentOr(name, documentOutline(name, outline.value.Document ?? {})) : whole
}

const documentOr = (document: string, view: SessionDocumentView | null): Result<SessionDocumentView> =>
  view === null ? fail('DOCUMENT_INVALID', { document }) : ok(view)

async function namesOf(client: SSMClient): Promise<readonly string[]> {
  const names: string[] = []
  let next: string | undefined
  do {
    const page = await client.send(
      new ListDocumentsCommand({
        Filters: [
          { Key: 'Owner', Values: ['Self'] },
          { Key: 'DocumentType', Values: ['Session'] },
        ],
        MaxResults: pageSize,
        ...(next === undefined ? {} : { NextToken: next }),
      }),
    )
    names.push(...(page.DocumentIdentifiers ?? []).flatMap(({ Name }) => Name ?? []))
    next = page.NextToken || undefined
  } while (next !== undefined && names.length < mostNames)
  return names.slice(0, mostNames)
}
