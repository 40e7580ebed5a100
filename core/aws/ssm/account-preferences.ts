import { GetDocumentCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { AccountPreferences } from '#contract/shells.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { Log, PreferenceReader, SessionPlace } from '../../app/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { createPlaceCalls, type CallAtPlace } from './place-calls.ts'
import { preferencesIn, usualIdleMinutes } from './preferences-document.ts'
import { ssmErrors } from './ssm-errors.ts'

/** Where Session Manager keeps an account's preferences, one per region. */
const documentName = 'SSM-SessionManagerRunShell'

/** What the preferences are read with. */
export interface AccountPreferencesDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
  readonly log: Log
}

/** Reads the account's document with ssm:GetDocument, which a role for shells need not have. */
export function createAccountPreferences(deps: AccountPreferencesDeps): PreferenceReader {
  const call = createPlaceCalls(deps)
  return {
    preferencesOf: async (place, { on }) =>
      on === 'container'
        ? { idleMinutes: usualIdleMinutes, longestMinutes: null, runAs: null }
        : await read(deps, call, place),
  }
}

async function read(
  { http, log }: AccountPreferencesDeps,
  call: CallAtPlace,
  place: SessionPlace,
): Promise<AccountPreferences | null> {
  const got = await call(place, {
    operation: 'GetDocument',
    names: ssmErrors({ document: documentName }),
    on: { document: documentName },
    ask: (credentials) =>
      new SSMClient({ ...http.options('SSM', place.region), credentials }).send(
        new GetDocumentCommand({ Name: documentName }),
      ),
  })
  if (got.ok) return preferencesIn(got.value.Content ?? '')
  if (got.error.code === 'DOCUMENT_INVALID') return preferencesIn('{"inputs":{"idleSessionTimeout":"20"}}')
  log.info('preferences-not-read', { code: got.error.code })
  return null
}
