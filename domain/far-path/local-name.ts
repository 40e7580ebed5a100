import { unseenMarks } from '#contract/unseen.ts'

const longestBytes = 240
/** Names that lead to a device on Windows, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)/i

/**
 * What something at the far end is called on this computer: one name, never a path. What a file system here could take for more than a
 * name (separators, streams of NTFS, devices, dots alone) and marks that are not seen become `_`; so the same on every system.
 */
export function localName(farName: string): string {
  const plain = farName
    .replace(unseenMarks, '_')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
  const name = deviceName.test(plain) ? `_${plain}` : plain
  return shortened(name === '' ? '_' : name)
}

/** Another name for the same: `report (2).pdf`. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  return `${stem} (${number})${dot > 0 ? name.slice(dot) : ''}`
}

/** What a file is called while it is not whole yet. */
export function partName(name: string): string {
  return `.${shortened(name)}.culvert-part`
}

/** A file system takes 255 bytes; the rest is for the ending of a part and for a number. */
function shortened(name: string): string {
  if (utf8Length(name) <= longestBytes - 20) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : ''
  let stem = Array.from(name.slice(0, name.length - extension.length))
  while (utf8Length(stem.join('') + extension) > longestBytes - 20) stem = stem.slice(0, -1)
  return stem.join('') + extension
}

function utf8Length(text: string): number {
  let length = 0
  for (const mark of text) {
    const code = mark.codePointAt(0) ?? 0
    length += code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4
  }
  return length
}
