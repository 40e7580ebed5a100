const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not write there; change its permissions'],
  ['EPERM', 'you may not write there; change its permissions'],
  ['EROFS', 'its disk is read-only; make it writable'],
  ['ENOSPC', 'its disk is full; free some space'],
  ['EDQUOT', 'its disk is full; free some space'],
  ['EISDIR', 'a folder has its name; move that away'],
  ['ERR_FS_EISDIR', 'a folder has its name; move that away'],
  ['ENOTDIR', 'a file stands where its folder should be; move that away'],
  ['EEXIST', 'a file stands where its folder should be; move that away'],
  ['no-keychain', 'there is none on this computer; on Linux, start a Secret Service'],
])

/** Why a file was not written, and what helps, by the system's code; other reasons as they came. */
export function whyNotWritten(reason: string): string {
  const known = reasons.get(reason)
  if (known === undefined) return reason
  return /^[A-Z_]+$/.test(reason) ? `${known} (${reason})` : known
}

/** The reason as a sentence of its own, where the headline has said what was not done. */
export function theReason(reason: string): string {
  return `The reason: ${whyNotWritten(reason)}.`
}

/** The same about a file, with its name. */
export function fileNotWritten(file: string, reason: string): string {
  return `${file} could not be written: ${whyNotWritten(reason)}.`
}
