const units = ['B/s', 'KB/s', 'MB/s', 'GB/s'] as const

/** `84 KB`, `1.9 GB`: bytes as {@link formatRate} writes them. */
export function formatBytes(bytes: number): string {
  return formatRate(bytes).replace('/s', '')
}

/** Bytes per second with at most two significant digits under ten: `8.4 KB/s`, `42 KB/s`, `1.2 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  let value = bytesPerSecond
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value))
  return `${digits} ${units[unit]}`
}

/** Whole hours and minutes of a span, rounded down; never negative. */
export function splitDuration(ms: number): {
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
} {
  const total = Math.max(0, Math.floor(ms / 1000))
  return { hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), seconds: total % 60 }
}

/** Time left as a stopwatch shows it: `8:46`. */
export function formatStopwatch(ms: number): string {
  const { hours, minutes, seconds } = splitDuration(ms)
  return `${hours * 60 + minutes}:${String(seconds).padStart(2, '0')}`
}

const pad = (value: number): string => String(value).padStart(2, '0')

/** Local time of day, 24 h: `09:12`. */
export function formatTime(epochMs: number): string {
  const date = new Date(epochMs)
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`
}

/** Local time of day with seconds: `09:12:30`. */
export function formatTimeWithSeconds(epochMs: number): string {
  return `${formatTime(epochMs)}:${pad(new Date(epochMs).getSeconds())}`
}

/** Local day: `2026-11-22`. */
export function formatDay(epochMs: number): string {
  const date = new Date(epochMs)
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** Time in UTC with its date, as AWS's own logs can be searched: `2026-11-22 09:50:12 UTC`. */
export function formatUtc(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** A span under a minute in seconds with one decimal: `1.4`. */
export function formatSeconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}

/** A round trip: `38 ms`, `1.1 ms`. */
export function formatLatency(ms: number): string {
  return ms < 10 ? `${Number(ms.toFixed(1))} ms` : `${Math.round(ms)} ms`
}

/** Account number in groups of four, as the AWS console shows it without dashes: `4821 0097 3316`. */
export function formatAccountId(id: string): string {
  return id.replace(/(\d{4})(?=\d)/g, '$1 ')
}

/** The id of an ECS task cut in its middle: `9f2c…11de`. */
export function shortenTask(task: string): string {
  return task.length > 12 ? `${task.slice(0, 4)}…${task.slice(-4)}` : task
}

/** A managed node id cut in its middle: `i-0ab3…4402`; other names are left as they are. */
export function shortenId(id: string): string {
  const match = /^(m?i-)([0-9a-f]{8,})$/.exec(id)
  const [, prefix, rest] = match ?? []
  return prefix === undefined || rest === undefined ? id : `${prefix}${rest.slice(0, 4)}…${rest.slice(-4)}`
}
