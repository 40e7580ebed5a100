/** The text of a file, with what it takes to write it back. */
export interface FileText {
  readonly text: string
  /**
   * `utf-8`: as botocore wants it. `bytes`: another encoding of one byte or two (CP932, Latin-1), each byte taken for one letter;
   * what is ASCII in it can be read and written, the rest is kept. `utf-16`: can be read, but botocore refuses it and so do we write it.
   */
  readonly encoding: 'utf-8' | 'bytes' | 'utf-16'
  /** 1-based line of the first letter that is not UTF-8; null when all are. */
  readonly strangeLine: number | null
}

/** Reads the bytes so that none is lost. */
export function textOf(bytes: Buffer): FileText {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0)
  if (mark === 0xff_fe || mark === 0xfe_ff) {
    const text = new TextDecoder(mark === 0xff_fe ? 'utf-16le' : 'utf-16be').decode(bytes)
    return { text, encoding: 'utf-16', strangeLine: 1 }
  }
  const text = decodeUtf8(bytes)
  if (text !== null) return { text, encoding: 'utf-8', strangeLine: null }
  return { text: bytes.toString('latin1'), encoding: 'bytes', strangeLine: strangeLineOf(bytes) }
}

/**
 * The bytes of a changed text. Null where the file is not ours to change: its encoding or a NUL says so, or the change has letters that
 * its one-byte encoding, whichever that is, may write otherwise.
 */
export function bytesOf(text: string, { text: before, encoding }: Pick<FileText, 'text' | 'encoding'>): Buffer | null {
  if (encoding === 'utf-16' || text.includes('\0')) return null
  if (encoding === 'bytes' && strangeLettersOf(text).length > strangeLettersOf(before).length) return null
  return Buffer.from(text, encoding === 'bytes' ? 'latin1' : 'utf8')
}

function strangeLettersOf(text: string): string {
  return text.replaceAll(/\p{ASCII}+/gu, '')
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function strangeLineOf(bytes: Buffer): number {
  let line = 1
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from)
    const next = end < 0 ? bytes.length : end + 1
    if (decodeUtf8(bytes.subarray(from, next)) === null) break
    from = next
  }
  return line
}
