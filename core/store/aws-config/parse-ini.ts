import { splitLines, strip } from './python-text.ts'
import { scanIni, type IniFault, type ScannedSetting } from './scan-ini.ts'

/** One setting, with its own line. */
export interface IniSetting {
  /** Lines of a value that goes on are joined with `\n`; empty where the value is a nested map. */
  readonly value: string
  /** The indented `key = value` lines below an empty value (`s3 =`); null for a value of its own. */
  readonly nested: ReadonlyMap<string, string> | null
  /** 1-based. */
  readonly line: number
}

/** One section of an AWS config file, with the line of its header. */
export interface IniSection {
  /** All that stands between the brackets: `profile "my dev"`, `sso-session corp`, `default`. */
  readonly name: string
  /** 1-based. */
  readonly line: number
  /** With what `[DEFAULT]` gives to every section. */
  readonly settings: ReadonlyMap<string, IniSetting>
}

export interface IniFile {
  readonly sections: readonly IniSection[]
  /** Why botocore refuses the whole file; without one it reads what we read. */
  readonly faults: readonly IniFault[]
}

/**
 * Reads the INI dialect of `~/.aws/config` as botocore does, which reads it with Python's `configparser`: a comment is a line
 * of its own, `=` or `:` ends a key, keys are lower-cased, a line that is indented deeper than a key goes on with its value. Where
 * botocore refuses the file, the fault is told with its line, and the rest is read all the same.
 */
export function parseIni(text: string): IniFile {
  const scanned = scanIni(text)
  const faults = [...scanned.faults]
  const settingsOf = (settings: ReadonlyMap<string, ScannedSetting>): readonly (readonly [string, IniSetting])[] =>
    [...settings.values()].map((setting) => [setting.key, readSetting(setting, faults)])
  const missed = [...scanned.defaults].filter(([key]) => scanned.sections.some(({ settings }) => !settings.has(key)))
  const shared = settingsOf(new Map(missed))
  const sections = scanned.sections.map(({ name, line, settings }) => ({
    name,
    line,
    settings: new Map([...shared, ...settingsOf(settings)]),
  }))
  return { sections, faults: faults.toSorted((one, other) => one.line - other.line) }
}

function readSetting({ value, line }: ScannedSetting, faults: IniFault[]): IniSetting {
  if (!value.startsWith('\n')) return { value, nested: null, line }
  const nested = new Map<string, string>()
  for (const content of splitLines(value).map(strip)) {
    const equals = content.indexOf('=')
    if (equals >= 0) nested.set(strip(content.slice(0, equals)), strip(content.slice(equals + 1)))
    else if (content !== '') faults.push({ line, reason: 'nested-without-equals' })
  }
  return { value: '', nested, line }
}
