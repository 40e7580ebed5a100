/** What a recording's name says; enough to find one again in a folder. */
export interface RecordingName {
  /** Epoch ms; the name keeps whole seconds. */
  readonly startedAt: number
  readonly user: string
  readonly target: string
  /** The first eight digits of its id. */
  readonly mark: string
}

const longestPart = 40
const form = /^(\d{8}T\d{6}Z)_([\w.@+-]{1,40})_([\w.@+-]{1,40})_([0-9a-f]{8})\.cast$/

/**
 * `20261129T101637Z_mika.sato_bastion-a_1a2b3c4d.cast`: sorts by time, user and target. Users and targets have their names from
 * elsewhere: what is no letter, digit or one of `.@+-` becomes `-`, and nothing begins with a dot.
 */
export function recordingFileName(startedAt: number, user: string, target: string, id: string): string {
  const time = new Date(startedAt).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
  return `${time}_${cleaned(user)}_${cleaned(target)}_${id.slice(0, 8)}.cast`
}

/** Null for a name that is none of ours; such a file is left alone. */
export function readRecordingName(name: string): RecordingName | null {
  const [, time, user, target, mark] = form.exec(name) ?? []
  if (time === undefined || user === undefined || target === undefined || mark === undefined) return null
  const startedAt = Date.parse(time.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'))
  return Number.isNaN(startedAt) ? null : { startedAt, user, target, mark }
}

/** The underscore parts the name, so it is in none of them. */
function cleaned(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9.@+-]+/g, '-')
    .slice(0, longestPart)
    .replace(/^[-.]+|[-.]+$/g, '')
  return plain === '' ? 'unknown' : plain
}
