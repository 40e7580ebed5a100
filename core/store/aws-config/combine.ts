import { splitShellWords } from '#domain/text/shell-words.ts'
import type { IniSection, IniSetting } from './parse-ini.ts'
import type { IniFault } from './scan-ini.ts'

/** Why a file is not read, or not by everybody. */
type FileFault =
  | IniFault
  | { readonly line: number; readonly reason: 'not-utf8' }
  /** The system's code for it (`EACCES`). */
  | { readonly line: null; readonly reason: 'not-readable'; readonly message: string }

/** A file with the path to show for it. */
export interface SourceFile {
  readonly path: string
  readonly sections: readonly IniSection[]
  readonly faults: readonly FileFault[]
}

/** A setting with the file that it comes from. */
interface PlacedSetting extends IniSetting {
  readonly file: string
}

/** A section that means something, under the name that it gives. */
export interface NamedSection {
  readonly name: string
  readonly file: string
  /** 1-based, of the header. */
  readonly line: number
  readonly settings: ReadonlyMap<string, PlacedSetting>
}

/** One profile of both files. */
export interface ProfileDraft extends NamedSection {
  /** What stands in `config`, and in `credentials`, each by itself; null where the profile is not there. */
  readonly inConfig: NamedSection | null
  readonly inCredentials: NamedSection | null
}

export interface CombinedConfig {
  readonly profiles: ReadonlyMap<string, ProfileDraft>
  readonly sessions: ReadonlyMap<string, NamedSection>
}

/**
 * The profiles and sessions of both files, put together as botocore does: in `config` a name is quoted as in a shell, and of two
 * sections with one name the last counts alone; in `credentials` each section is a profile of exactly that name, whose settings win
 * over those of `config`, key by key.
 */
export function combineFiles(config: SourceFile, credentials: SourceFile): CombinedConfig {
  const inConfig = new Map<string, NamedSection>()
  const sessions = new Map<string, NamedSection>()
  for (const section of config.sections) {
    const [kind, name] = headerMeaning(section.name)
    if (kind === 'profile') inConfig.set(name, place(section, name, config.path))
    if (kind === 'sso-session') sessions.set(name, place(section, name, config.path))
  }
  const inCredentials = new Map(
    credentials.sections.map((section) => [section.name, place(section, section.name, credentials.path)]),
  )
  const names = new Set([...inConfig.keys(), ...inCredentials.keys()])
  const drafts = [...names].flatMap((name) => merged(inConfig.get(name), inCredentials.get(name)) ?? [])
  return { profiles: new Map(drafts.map((draft) => [draft.name, draft])), sessions }
}

/** What a header of `config` begins, and its name. The first word decides by how it begins, and there must be exactly one more; `[default]` needs neither. */
export function headerMeaning(header: string): readonly ['profile' | 'sso-session' | 'other', string] {
  if (header === 'default') return ['profile', header]
  const kind = (['profile', 'sso-session'] as const).find((begin) => header.startsWith(begin))
  const words = kind === undefined ? null : splitShellWords(header)
  const [, name] = words ?? []
  return kind === undefined || words?.length !== 2 || name === undefined ? ['other', header] : [kind, name]
}

/** The name of the session that a header of `config` begins, or null when it begins something else. */
export function sessionNameOf(header: string): string | null {
  const [kind, name] = headerMeaning(header)
  return kind === 'sso-session' ? name : null
}

function place({ line, settings }: IniSection, name: string, file: string): NamedSection {
  return { name, file, line, settings: new Map([...settings].map(([key, setting]) => [key, { ...setting, file }])) }
}

function merged(inConfig: NamedSection | undefined, inCredentials: NamedSection | undefined): ProfileDraft | null {
  const first = inConfig ?? inCredentials
  if (first === undefined) return null
  return {
    ...first,
    settings: new Map([...(inConfig?.settings ?? []), ...(inCredentials?.settings ?? [])]),
    inConfig: inConfig ?? null,
    inCredentials: inCredentials ?? null,
  }
}
