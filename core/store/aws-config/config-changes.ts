import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Result } from '#contract/result.ts'
import type { SectionText } from '#domain/aws-config/section-text.ts'
import { fail, ok } from '#domain/result.ts'
import type { AwsConfig } from '../../app/identity/ports.ts'
import type { AwsConfigChanges, ConfigText, PlannedChange } from '../../app/identity/config-changes.ts'
import { codeOf } from '../json-document.ts'
import { checkedEdit, type Edit } from './checked-edit.ts'
import { headerMeaning } from './combine.ts'
import { bytesOf, textOf } from './file-text.ts'
import { interpretConfig } from './interpret.ts'
import { parseIni } from './parse-ini.ts'
import { readIfThere, replaceFile } from './rewrite.ts'
import { withAppended } from './appended.ts'
import { withoutSections } from './without-sections.ts'

interface ConfigChangesDeps {
  readonly configFile: string
  readonly credentialsFile: string
  /** `configFile` as people write it. */
  readonly configName: string
  now(): number
  /** Runs one edit after the other. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

const noFile = 'none'

/** The config's text and its changes. */
export function createConfigChanges(deps: ConfigChangesDeps): AwsConfigChanges {
  const failed = (reason: string): Result<never> => fail('AWS_CONFIG_NOT_WRITTEN', { file: deps.configName, reason })
  const look = async (): Promise<Result<Buffer | null>> => {
    try {
      return ok(await readIfThere(deps.configFile))
    } catch (error) {
      return failed(codeOf(error))
    }
  }
  const plan = async (edit: (text: string) => Edit | Promise<Edit>): Promise<Result<PlannedChange>> => {
    const found = await look()
    if (!found.ok) return found
    const file = textOf(found.value ?? Buffer.alloc(0))
    const edited = await edit(file.text)
    const after = edited.kind === 'changed' ? edited.text : file.text
    const isUnsafe = edited.kind === 'unsafe' || bytesOf(after, file) === null
    return isUnsafe ? failed('edit-unsafe') : ok({ before: textAt(found.value), after })
  }
  return {
    async read() {
      const found = await look()
      return found.ok ? ok(textAt(found.value)) : found
    },
    planAdding: (sections) => plan(async (text) => withSections(text, sections, await credentialsIn(deps))),
    planRemoving: (sections) => plan((text) => withoutSections(text, isOneOf(sections))),
    async replace(mark, text) {
      const done = await deps.inTurn(() => replaceAt(deps, mark, text))
      if (done.kind === 'failed') return failed(done.code)
      if (done.kind === 'unsafe') return failed('edit-unsafe')
      return ok('mark' in done ? done.mark : null)
    },
  }
}

type Replaced =
  | { readonly kind: 'written'; readonly mark: string }
  | { readonly kind: 'changed' | 'unsafe' }
  | { readonly kind: 'failed'; readonly code: string }

async function replaceAt({ configFile, now }: ConfigChangesDeps, mark: string, text: string | null): Promise<Replaced> {
  let written = noFile
  const done = await replaceFile<'changed' | 'unsafe'>(configFile, now(), (before) => {
    if (markOf(before) !== mark) return { kind: 'changed' }
    if (text === null) return { kind: 'remove' }
    const bytes = bytesOf(text, textOf(before ?? Buffer.alloc(0)))
    if (bytes === null) return { kind: 'unsafe' }
    written = markOf(bytes)
    return { kind: 'write', bytes }
  })
  if (done.kind === 'failed') return done
  return done.kind === 'written' ? { kind: done.kind, mark: written } : { kind: done.kind }
}

function textAt(bytes: Buffer | null): ConfigText {
  return { mark: markOf(bytes), text: bytes === null ? null : textOf(bytes).text }
}

const markOf = (bytes: Buffer | null): string =>
  bytes === null ? noFile : createHash('sha256').update(bytes).digest('hex')

/** Where there are none that can be read, none count. */
async function credentialsIn({ credentialsFile }: ConfigChangesDeps): Promise<string> {
  return await readFile(credentialsFile).then(
    (bytes) => textOf(bytes).text,
    () => '',
  )
}

/** The text with the sections at its end, looked at again with the credentials file beside it. */
function withSections(text: string, sections: readonly SectionText[], credentials: string): Edit {
  const after = withAppended(text, sections)
  const config = interpretConfig({ path: '', ...parseIni(after) }, { path: '', ...parseIni(credentials) })
  const isMeant = sections.every((section) => isReadAs(section, config))
  return isMeant ? checkedEdit(text, after, isOneOf(sections)) : { kind: 'unsafe' }
}

function isReadAs({ kind, name, settings }: SectionText, { profiles, sessions }: AwsConfig): boolean {
  if (kind === 'sso-session') {
    const written = sessions.find((session) => session.name === name)
    return settings.some(([key, value]) => key === 'sso_start_url' && value === written?.startUrl)
  }
  const profile = profiles.find((one) => one.name === name)
  if (profile === undefined || profile.problem !== null) return false
  // `[DEFAULT]` may give every section a role or a helper of its own.
  const meant = settings.some(([key]) => key === 'role_arn') ? 'assume-role' : 'sso'
  return profile.kind === meant && settings.every(([key, value]) => profile.settings[key] === value)
}

function isOneOf(sections: readonly SectionText[]): (header: string) => boolean {
  const own = new Set(sections.map(({ kind, name }) => JSON.stringify([kind, name])))
  return (header) => own.has(JSON.stringify(headerMeaning(header)))
}
