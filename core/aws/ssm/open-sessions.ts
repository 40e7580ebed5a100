import { DescribeSessionsCommand, SSMClient, type Session } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { OpenSessionKind } from '#contract/open-sessions.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ListedSession, SessionDirectory } from '../../app/aws-sessions/ports.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { SessionPlace } from '../../app/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { createPlaceCalls, type AwsKeys } from './place-calls.ts'
import { ssmErrors } from './ssm-errors.ts'

/** What it asks with. */
export interface SessionDirectoryDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
  /** Sessions that are asked for at a time; 200 unless given, the most that DescribeSessions gives. */
  readonly pageSize?: number
}

const largestPage = 200
const mostSessions = 1_000

/**
 * {@link SessionDirectory} over Systems Manager. The service lists sessions of everybody in the account; which are the caller's own it
 * filters by the ARN that STS gives for the same credentials, for which no permission is needed.
 */
export function createSessionDirectory(deps: SessionDirectoryDeps): SessionDirectory {
  const call = createPlaceCalls(deps)
  return {
    async openAt(place) {
      const caller = await call(place, {
        operation: 'GetCallerIdentity',
        names: {},
        ask: (credentials) => callerOf(new STSClient({ ...deps.http.options('STS', place.region), credentials })),
      })
      if (!caller.ok) return caller
      return await call(place, {
        operation: 'DescribeSessions',
        names: ssmErrors(),
        ask: (credentials) =>
          openOf(clientAt(deps.http, place, credentials), caller.value, deps.pageSize ?? largestPage),
      })
    },
  }
}

function clientAt(http: AwsHttp, { region }: SessionPlace, credentials: AwsKeys): SSMClient {
  return new SSMClient({ ...http.options('SSM', region), credentials })
}

async function callerOf(client: STSClient): Promise<string> {
  const { Arn } = await client.send(new GetCallerIdentityCommand({}))
  if (Arn === undefined) throw new Error('STS names no caller')
  return Arn
}

async function openOf(client: SSMClient, owner: string, pageSize: number): Promise<readonly ListedSession[]> {
  const found: ListedSession[] = []
  let next: string | undefined
  do {
    const page = await client.send(
      new DescribeSessionsCommand({
        State: 'Active',
        Filters: [{ key: 'Owner', value: owner }],
        MaxResults: pageSize,
        ...(next === undefined ? {} : { NextToken: next }),
      }),
    )
    // The filter is the service's; what somebody could end by mistake is looked at once more.
    found.push(...(page.Sessions ?? []).filter(({ Owner }) => Owner === owner).flatMap(listed))
    next = page.NextToken || undefined
  } while (next !== undefined && found.length < mostSessions)
  return found
}

function listed({ SessionId, Target, StartDate, DocumentName, Reason }: Session): readonly ListedSession[] {
  if (SessionId === undefined) return []
  return [
    {
      sessionId: SessionId,
      targetId: Target ?? '',
      kind: kindOf(DocumentName ?? ''),
      startedAt: StartDate?.getTime() ?? null,
      reason: Reason ?? null,
    },
  ]
}

/** AWS's own documents; shells without one are listed with the account's preferences. Of an account's own nothing is known. */
function kindOf(document: string): OpenSessionKind {
  if (document.startsWith('AWS-StartPortForwardingSession')) return 'forward'
  if (document === 'AWS-StartSSHSession') return 'ssh'
  const isShell = ['', 'SSM-SessionManagerRunShell', 'AWS-StartInteractiveCommand', 'AWS-StartNonInteractiveCommand']
  return isShell.includes(document) ? 'shell' : 'other'
}
