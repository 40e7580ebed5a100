import { createProfileWalk, type CredentialStep } from '#core/aws/profiles/profile-walk.ts'
import type { AskedSources } from '#core/app/identity/ports.ts'
import { interpretConfig } from '#core/store/aws-config/interpret.ts'
import { combineFiles, type NamedSection } from '#core/store/aws-config/combine.ts'
import { textOf } from '#core/store/aws-config/file-text.ts'
import { parseIni } from '#core/store/aws-config/parse-ini.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import type { Problem } from '#contract/problem.ts'
import { fail, ok } from '#domain/result.ts'
import { splitShellWords } from '#domain/text/shell-words.ts'
import type { FilePair, Origin } from './botocore.ts'

type Sections = Readonly<Record<string, Readonly<Record<string, string | Readonly<Record<string, string>>>>>>

/** What we read in a pair of files, in the shape of botocore's answer. */
export interface OurReading {
  readonly refused: readonly string[]
  readonly profiles: Sections
  readonly sessions: Sections
  readonly outcomes: Readonly<Record<string, Origin | { readonly error: Problem } | null>>
}

export async function readOurselves({
  config,
  credentials,
}: Pick<FilePair, 'config' | 'credentials'>): Promise<OurReading> {
  const [first, second] = [sourceOf('config', config), sourceOf('credentials', credentials)]
  const combined = combineFiles(first, second)
  const read = interpretConfig(first, second)
  const outcomes: Record<string, Origin | { readonly error: Problem } | null> = {}
  for (const profile of read.profiles) {
    const found = await walk.credentialsOf(profile, read, sources)
    outcomes[profile.name] = found.ok ? originOf(found.value) : profile.kind === 'none' ? null : { error: found.error }
  }
  return {
    refused: [...first.faults, ...second.faults].map(({ line, reason }) => `${line} ${reason}`),
    profiles: plain(combined.profiles),
    sessions: plain(combined.sessions),
    outcomes,
  }
}

function sourceOf(path: string, bytes: Buffer): Parameters<typeof interpretConfig>[0] {
  const { text, strangeLine } = textOf(bytes)
  const { sections, faults } = parseIni(text)
  const strange = strangeLine === null ? [] : [{ line: strangeLine, reason: 'not-utf8' } as const]
  return { path, sections, faults: [...strange, ...faults] }
}

function plain(sections: ReadonlyMap<string, NamedSection>): Sections {
  return Object.fromEntries(
    [...sections].map(([name, { settings }]) => [
      name,
      Object.fromEntries(
        [...settings].map(([key, { value, nested }]) => [key, nested === null ? value : Object.fromEntries(nested)]),
      ),
    ]),
  )
}

/** A note of where credentials would have come from travels as their key. */
function told(origin: Origin): Result<TemporaryCredentials> {
  return ok({ accessKeyId: `note ${JSON.stringify(origin)}`, secretAccessKey: 'note' })
}

function originOf({ accessKeyId, secretAccessKey, sessionToken }: TemporaryCredentials): Origin {
  if (accessKeyId.startsWith('note ')) return JSON.parse(accessKeyId.slice('note '.length)) as Origin
  return { from: 'keys', id: accessKeyId, secret: secretAccessKey, token: sessionToken ?? null }
}

const ask: CredentialStep = async ({ name, settings }) => {
  const words = splitShellWords(settings['credential_process'] ?? '')
  return words === null
    ? fail('PROFILE_INVALID', { profile: name, reason: 'value-invalid' })
    : told({ from: 'process', words })
}

/** A code would have been asked for; the role is what it opens. */
const sources: AskedSources = {
  sso: async ({ session, accountId, roleName }) =>
    told({ from: 'sso', startUrl: session.startUrl, region: session.region, accountId, roleName }),
  login: async ({ name, region }) => told({ from: 'login', session: name, region }),
  mfa: {
    sessionFor: ({ profile, serial, identity }) =>
      told({ from: 'keys', id: identity, secret: `${serial} ${profile}`, token: null }),
    put: () => {},
    drop: () => {},
  },
}

const walk = createProfileWalk({
  process: ask,
  webIdentity: async ({ settings }) =>
    told({
      from: 'web-identity',
      role: settings['role_arn'] ?? '',
      file: settings['web_identity_token_file'] ?? '',
    }),
  credentialSource: async ({ settings }) => told({ from: 'source', source: settings['credential_source'] ?? '' }),
  assumeRole: async ({ settings }, source) =>
    told({ from: 'role', role: settings['role_arn'] ?? '', source: originOf(source) }),
  assumeRoleWithCode: async () => fail('INTERNAL', {}),
  userSession: async () => fail('INTERNAL', {}),
  shared: { read: async () => null, write: async () => {} },
})
