import type { ActivityEvent, ActivityExport } from '#contract/activity.ts'

type Fields = Readonly<Record<string, string | number | null>>

/** What of an event is exported; a problem by its code alone, for its details name hosts and people. */
function fieldsOf(event: ActivityEvent, wish: ActivityExport): Fields {
  const { subject, program, problem } = event
  return {
    at: new Date(event.at).toISOString(),
    kind: event.kind,
    of: subject.of,
    name: subject.name,
    environment: event.environment,
    account: event.account,
    region: event.region,
    person: event.person,
    ...(wish.programs ? { program: program?.name ?? null, pid: program?.pid ?? null } : {}),
    ...(wish.sessionIds ? { sessionId: event.sessionId } : {}),
    ...(wish.hosts ? { node: event.node, endpoint: event.endpoint } : {}),
    problem: problem?.code ?? null,
    lastedMs: event.lastedMs,
    bytesIn: event.bytesIn,
    bytesOut: event.bytesOut,
    connections: event.connections,
  }
}

/** The line above all others; null where the format has none. */
export function exportHead(wish: ActivityExport, sample: ActivityEvent): string | null {
  return wish.as === 'csv' ? `${Object.keys(fieldsOf(sample, wish)).join(',')}\r\n` : null
}

/** One event as a line: a JSON object, or values between commas (RFC 4180). */
export function exportLine(event: ActivityEvent, wish: ActivityExport): string {
  const fields = fieldsOf(event, wish)
  if (wish.as === 'jsonl') return `${JSON.stringify(fields)}\n`
  return `${Object.values(fields).map(csvValue).join(',')}\r\n`
}

/** Names come from anywhere: one that a spreadsheet would take for a formula begins with a quote there. */
function csvValue(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
