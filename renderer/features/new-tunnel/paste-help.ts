import type { LeftOut } from '#domain/pasted/pasted.ts'
import { isTlsSetting, knownSetting } from '#domain/pasted/known-settings.ts'
import type { Messages } from '#words/messages.ts'
import type { Help } from '../../ui/field.tsx'
import type { FormField } from './form-values.ts'
import type { PasteOutcome } from './use-paste.ts'

function leftOutHelp(left: LeftOut, words: Messages): Help | readonly Help[] {
  const say = words.form.paste.leftOut
  switch (left.what) {
    case 'password':
    case 'localhost':
      return { tone: 'plain', text: say[left.what] }
    case 'kind':
    case 'task':
    case 'target':
    case 'service':
    case 'word':
    case 'arn':
      return { tone: 'warn', text: say[left.what] }
    case 'parts':
      return partsHelp(left.names, words)
    case 'hosts':
    case 'others':
    case 'sources':
      return { tone: 'plain', text: say[left.what](left.count) }
    case 'scheme':
    case 'profile':
      return { tone: 'warn', text: say[left.what](left.name) }
  }
}

/** Settings of the client are told with where they belong; most of all TLS, which is what people fear to lose. */
function partsHelp(names: readonly string[], words: Messages): readonly Help[] {
  const say = words.form.paste.leftOut
  const listed = names.join(words.listSeparator)
  const areSettings = names.every((name) => knownSetting(name) !== null)
  const tls: Help[] = names.some(isTlsSetting) ? [{ tone: 'plain', text: say.tls }] : []
  return [{ tone: 'plain', text: areSettings ? say.settings(listed) : say.parts(listed) }, ...tls]
}

/** Labels of the filled fields as the form shows them; the two halves of a target are one. */
function fieldNames(fields: readonly FormField[], words: Messages): string {
  const { form } = words
  const labels: Partial<Record<FormField, string>> = {
    kind: form.kind,
    name: form.name,
    label: form.label,
    profile: form.account,
    region: form.region,
    host: form.host,
    port: form.port,
    instance: form.instanceId,
    tags: form.instancesWith,
    group: form.group,
    address: form.address,
    cluster: form.cluster,
    service: form.service,
    container: form.container,
    localPort: form.localPort,
    database: form.databaseName,
    username: form.username,
    reason: form.reason,
  }
  const order = Object.keys(labels) as FormField[]
  const named = order.filter((field) => fields.includes(field)).map((field) => labels[field] ?? '')
  return named.join(words.listSeparator)
}

/** What to say below the line: what can be pasted, or what came of it. */
export function outcomeHelp(outcome: PasteOutcome | null, words: Messages): readonly Help[] {
  const say = words.form.paste
  if (outcome === null) return [{ tone: 'plain', text: say.help }]
  if (outcome.state === 'unknown')
    return [
      { tone: 'bad', text: say.unknown },
      { tone: 'plain', text: say.readable },
    ]
  const names = fieldNames(outcome.fields, words)
  const filled: Help[] = names === '' ? [] : [{ tone: 'ok', text: say.filled(names) }]
  return [...filled, ...outcome.leftOut.flatMap((left) => leftOutHelp(left, words))]
}
