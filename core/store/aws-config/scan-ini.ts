import { indentOf, linesOf, strip, stripEnd } from './python-text.ts'

/** What makes botocore refuse a file, at the line where it is. */
export interface IniFault {
  /** 1-based. */
  readonly line: number
  readonly reason:
    | 'byte-order-mark'
    | 'section-not-closed'
    | 'section-without-name'
    | 'section-twice'
    | 'key-twice'
    | 'setting-before-section'
    | 'no-equals-sign'
    | 'nested-without-equals'
}

/** One setting as it stands in the file. */
export interface ScannedSetting {
  readonly key: string
  /** Lines that go on are joined with `\n`. */
  readonly value: string
  /** 1-based, of the key. */
  readonly line: number
  /** 1-based, of the lines that go on with the value. */
  readonly continued: readonly number[]
}

/** One section as it stands in the file; of several with one name the settings come together. */
export interface ScannedSection {
  readonly name: string
  /** 1-based lines of its headers; one, unless the file is faulty. */
  readonly headers: readonly number[]
  readonly line: number
  readonly settings: ReadonlyMap<string, ScannedSetting>
}

export interface ScannedIni {
  readonly sections: readonly ScannedSection[]
  /** `[DEFAULT]`, whose settings count in every section. */
  readonly defaults: ReadonlyMap<string, ScannedSetting>
  /** 1-based lines where a section begins, `[DEFAULT]` and broken headers among them; in order. */
  readonly headers: readonly number[]
  readonly faults: readonly IniFault[]
}

interface OpenSetting {
  readonly key: string
  readonly parts: string[]
  readonly line: number
  readonly continued: number[]
}

interface OpenSection {
  readonly name: string
  readonly headers: number[]
  readonly settings: Map<string, OpenSetting>
}

/** What a line is, looked at by itself. */
type Content =
  | { readonly is: 'header'; readonly name: string }
  | { readonly is: 'setting'; readonly key: string; readonly value: string }
  | { readonly is: 'nothing'; readonly reason: IniFault['reason'] }

/** Reads headers, keys and values, line by line, as Python's `RawConfigParser` does. */
export function scanIni(text: string): ScannedIni {
  const scanner = new Scanner()
  const hasMark = text.startsWith('\ufeff')
  if (hasMark) scanner.faults.push({ line: 1, reason: 'byte-order-mark' })
  for (const [index, line] of linesOf(hasMark ? text.slice(1) : text).entries()) scanner.read(line, index + 1)
  return {
    sections: [...scanner.sections.values()].map((section) => ({
      name: section.name,
      headers: section.headers,
      line: section.headers[0] ?? 0,
      settings: closed(section.settings),
    })),
    defaults: closed(scanner.defaults.settings),
    headers: scanner.headers,
    faults: scanner.faults,
  }
}

function closed(settings: ReadonlyMap<string, OpenSetting>): ReadonlyMap<string, ScannedSetting> {
  return new Map(
    [...settings.values()].map(({ key, parts, line, continued }) => [
      key,
      { key, value: stripEnd(parts.join('\n')), line, continued },
    ]),
  )
}

class Scanner {
  readonly sections = new Map<string, OpenSection>()
  readonly defaults: OpenSection = { name: 'DEFAULT', headers: [], settings: new Map() }
  readonly faults: IniFault[] = []
  readonly headers: number[] = []
  #section: OpenSection | null = null
  #setting: OpenSetting | null = null
  #indent = 0
  /** After a header that makes no sense its settings belong to nobody, which is told once. */
  #isAstray = false

  read(line: string, number: number): void {
    const text = strip(line)
    if (text.startsWith('#') || text.startsWith(';')) return
    if (text === '') return void this.#setting?.parts.push('')
    const indent = indentOf(line)
    if (this.#setting !== null && indent > this.#indent) {
      this.#setting.parts.push(text)
      this.#setting.continued.push(number)
      return
    }
    this.#indent = indent
    const content = contentOf(text)
    if (content.is === 'header') this.#enter(content.name, number)
    else if (this.#section === null) this.#stray(content, number)
    else if (content.is === 'setting') this.#open(this.#section, content, number)
    else this.#refuse(content.reason, number)
  }

  #enter(name: string, line: number): void {
    this.#setting = null
    this.#isAstray = false
    this.headers.push(line)
    const known = name === 'DEFAULT' ? this.defaults : this.sections.get(name)
    if (known !== undefined && known !== this.defaults) this.#fault('section-twice', line)
    this.#section = known ?? { name, headers: [], settings: new Map() }
    this.#section.headers.push(line)
    if (known === undefined) this.sections.set(name, this.#section)
  }

  #open(section: OpenSection, { key, value }: { readonly key: string; readonly value: string }, line: number): void {
    if (key === '') return this.#refuse('no-equals-sign', line)
    if (section.settings.has(key)) this.#fault('key-twice', line)
    this.#setting = { key, parts: [value], line, continued: [] }
    section.settings.set(key, this.#setting)
  }

  #refuse(reason: IniFault['reason'], line: number): void {
    this.#fault(reason, line)
    this.#setting = null
    if (reason !== 'section-not-closed' && reason !== 'section-without-name') return
    this.headers.push(line)
    this.#section = null
    this.#isAstray = true
  }

  #stray(content: Content, line: number): void {
    const reason = content.is === 'nothing' ? content.reason : 'setting-before-section'
    if (reason === 'section-not-closed' || reason === 'section-without-name') this.#refuse(reason, line)
    else if (!this.#isAstray) this.#fault('setting-before-section', line)
  }

  #fault(reason: IniFault['reason'], line: number): void {
    this.faults.push({ line, reason })
  }
}

function contentOf(text: string): Content {
  // Up to the last bracket of the line: what stands behind it is nobody's.
  const end = text.startsWith('[') ? text.lastIndexOf(']') : -1
  if (end > 1) return { is: 'header', name: text.slice(1, end) }
  const at = text.search(/[=:]/)
  if (at >= 0)
    return { is: 'setting', key: stripEnd(text.slice(0, at)).toLowerCase(), value: strip(text.slice(at + 1)) }
  if (end === 1) return { is: 'nothing', reason: 'section-without-name' }
  return { is: 'nothing', reason: text.startsWith('[') ? 'section-not-closed' : 'no-equals-sign' }
}
