import { writtenTransfer, type LoggedTransfer, type WrittenTransfer } from '#contract/recordings.ts'

const dayMs = 86_400_000

/** The file of a month of transfers: `transfers-2026-11.jsonl`. */
export function transferListName(at: number): string {
  return `transfers-${new Date(at).toISOString().slice(0, 7)}.jsonl`
}

/** When the month of such a file is over, epoch ms; null for another name. */
export function transferListEnd(name: string): number | null {
  const [, year, month] = /^transfers-(\d{4})-(0[1-9]|1[0-2])\.jsonl$/.exec(name) ?? []
  return year === undefined ? null : Date.UTC(Number(year), Number(month), 1)
}

/** Whether all of a month is older than what is kept. `days`: null for ever. */
export function isOutlivedList(name: string, days: number | null, now: number): boolean {
  const end = transferListEnd(name)
  return days !== null && end !== null && end < now - days * dayMs
}

/** A line of the list; null for what nobody of ours wrote, or cut while it was written. */
export function readTransferLine(text: string): WrittenTransfer | null {
  try {
    return writtenTransfer.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Whether a line has all the words somewhere in it, without regard to case. */
export function hasWords(line: LoggedTransfer, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const { user, account, role, target, targetName, here, there, name, sha256, environment } = line
  const text = [user, account, role, target, targetName, here, there, name, sha256, environment]
    .join('\n')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}
