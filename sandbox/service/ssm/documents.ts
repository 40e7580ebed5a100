/** A session document: what it makes of its parameters. */
export interface SessionDocument {
  readonly name: string
  /** `Port`, `Standard_Stream`, `InteractiveCommands` or `NonInteractiveCommands`. */
  readonly sessionType: string
  /** Owned by AWS, so that its ARN has no account. */
  readonly owner: 'amazon' | 'account'
  /** Allowed parameters: the pattern a value must fit, and the default, or null when it must be given. */
  readonly parameters: Readonly<Record<string, ParameterRule>>
  /** What the session's properties are; `{{name}}` in one stands for a parameter. */
  readonly properties: Readonly<Record<string, string>>
}

interface ParameterRule {
  readonly pattern: RegExp
  readonly default: string | null
  readonly description?: string
  /** The only values that are allowed, instead of a pattern. */
  readonly values?: readonly string[]
}

const port = /^([1-9]|[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$/
const localPort = /^(0|[1-9]|[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$/
const host = /^[A-Za-z0-9._:-]{1,253}$/
const anything = /^[\s\S]*$/

const document = (
  name: string,
  sessionType: string,
  parameters: SessionDocument['parameters'],
  properties: SessionDocument['properties'] = {},
): SessionDocument => ({ name, sessionType, owner: 'amazon', parameters, properties })

/** Name of the account's own document, which sessions without a document use. */
export const preferencesDocument = 'SSM-SessionManagerRunShell'

const local = { pattern: localPort, default: '0' }
const forwarding = { type: 'LocalPortForwarding' }

/** A word of a command line that means nothing to a shell. */
const word = /^[A-Za-z0-9._-]{1,64}$/

const documents: readonly SessionDocument[] = [
  document(
    'AWS-StartPortForwardingSession',
    'Port',
    { portNumber: { pattern: port, default: '80' }, localPortNumber: local },
    forwarding,
  ),
  document(
    'AWS-StartPortForwardingSessionToRemoteHost',
    'Port',
    {
      host: { pattern: host, default: 'localhost' },
      portNumber: { pattern: port, default: '80' },
      localPortNumber: local,
    },
    forwarding,
  ),
  document('AWS-StartSSHSession', 'Port', { portNumber: { pattern: port, default: '22' } }),
  document('AWS-StartInteractiveCommand', 'InteractiveCommands', { command: { pattern: anything, default: null } }),
  document('AWS-StartNonInteractiveCommand', 'NonInteractiveCommands', {
    command: { pattern: anything, default: null },
  }),
  { ...document(preferencesDocument, 'Standard_Stream', {}), owner: 'account' },
  {
    ...document(
      'Harborline-RunCommand',
      'NonInteractiveCommands',
      { command: { pattern: anything, default: null } },
      { separateOutputStream: 'true' },
    ),
    owner: 'account',
  },
  /** A custom document with a terminal and parameters of its own, as teams make them. */
  {
    ...document(
      'Harborline-FollowLog',
      'InteractiveCommands',
      {
        service: { pattern: word, default: null, description: 'Service whose log is followed' },
        lines: { pattern: /^[0-9]{1,4}$/, default: '10' },
      },
      { commands: 'echo "{{service}}: the last {{lines}} lines"; exec sh' },
    ),
    owner: 'account',
  },
  /** For ports of one host alone, which it does not let anybody choose, and it wants to know who asks. */
  {
    ...document(
      'Harborline-EchoPort',
      'Port',
      {
        portNumber: { pattern: port, default: '7' },
        localPortNumber: local,
        team: { pattern: word, default: null, description: 'Team that the access is counted for' },
      },
      { ...forwarding, host: 'echo.harborline.internal' },
    ),
    owner: 'account',
  },
  /** One of which a choice is made. */
  {
    ...document(
      'Harborline-OperatorShell',
      'InteractiveCommands',
      { area: { pattern: /^(orders|billing)$/, default: 'orders', values: ['orders', 'billing'] } },
      { commands: 'echo "operator of {{area}}"; exec sh' },
    ),
    owner: 'account',
  },
]

/** The documents that an account made, in the order of their names. */
export const accountDocuments: readonly SessionDocument[] = documents
  .filter(({ owner, name }) => owner === 'account' && name !== preferencesDocument)
  .toSorted((one, other) => one.name.localeCompare(other.name))

/** Finds a document by its name or ARN. */
export function findDocument(nameOrArn: string, region: string, accountId: string): SessionDocument | null {
  return (
    documents.find(
      (candidate) => candidate.name === nameOrArn || documentArn(candidate, region, accountId) === nameOrArn,
    ) ?? null
  )
}

export const documentArn = (found: SessionDocument, region: string, accountId: string): string =>
  `arn:aws:ssm:${region}:${found.owner === 'amazon' ? '' : accountId}:document/${found.name}`

/** The properties an agent gets, or the sentence that says which parameter is wrong. */
export function substitute(
  found: SessionDocument,
  given: Readonly<Record<string, readonly string[]>>,
):
  | { readonly ok: true; readonly properties: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly message: string } {
  const properties: Record<string, string> = { ...found.properties }
  const unknown = Object.keys(given).find((name) => found.parameters[name] === undefined)
  if (unknown !== undefined) {
    return { ok: false, message: `Parameter "${unknown}" is not defined in document ${found.name}.` }
  }
  for (const [name, rule] of Object.entries(found.parameters)) {
    const value = given[name]?.[0] ?? rule.default
    if (value === null) return { ok: false, message: `Parameter "${name}" requires a value.` }
    if (!rule.pattern.test(value)) {
      return { ok: false, message: `Parameter "${name}" has value "${value}" not matching "${rule.pattern.source}".` }
    }
    if (name === 'command') properties['commands'] = value
    else if (properties['commands']?.includes(`{{${name}}}`)) {
      properties['commands'] = properties['commands'].replaceAll(`{{${name}}}`, value)
    } else properties[name] = value
  }
  return { ok: true, properties }
}
