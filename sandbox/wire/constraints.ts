import { fail, type Outcome } from './exchange.ts'
import { hasForm, isRecord, type Shape, type Structure } from './shape.ts'

/** Refuses an input that does not fit its shape, in the words of AWS's JSON services; null when it fits. */
export function refuseMisfit(shape: Structure, input: unknown): Outcome | null {
  if (!isRecord(input) || !hasForm(shape, input)) return fail('SerializationException', '')
  const violations = violationsIn(shape, input, '')
  if (violations.length === 0) return null
  const errors = violations.length === 1 ? 'validation error' : 'validation errors'
  return fail('ValidationException', `${violations.length} ${errors} detected: ${violations.join('; ')}`)
}

/** Each as the service says it: the value, where it stands, and what it fails. */
function violationsIn(shape: Shape, value: unknown, path: string): readonly string[] {
  if (shape.is === 'structure') return isRecord(value) ? membersOf(shape, value, path) : []
  if (value === null || value === undefined) return []
  if (shape.is === 'map' && isRecord(value)) return entriesOf(shape, value, path)
  const own = constraintsFailed(shape, value).map((constraint) => violation(value, path, constraint))
  if (shape.is !== 'list' || !Array.isArray(value)) return own
  const within = value.flatMap((each: unknown, index) =>
    shape.of.is === 'structure' ? violationsIn(shape.of, each, `${path}.${index + 1}.member`) : [],
  )
  const failed = new Set(value.flatMap((each: unknown) => constraintsFailed(shape.of, each)))
  const ofAny =
    failed.size === 0 ? [] : [violation(value, path, `Member must satisfy constraint: [${allOf(shape.of)}]`)]
  return [...own, ...ofAny, ...within]
}

function membersOf({ members, required = [] }: Structure, value: Readonly<Record<string, unknown>>, path: string) {
  return Object.entries(members).flatMap(([name, member]) => {
    const given = value[name]
    const at = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`
    const isMissing = (given === null || given === undefined) && required.includes(name)
    return isMissing ? [violation(null, at, 'Member must not be null')] : violationsIn(member, given, at)
  })
}

function entriesOf(shape: Extract<Shape, { is: 'map' }>, value: Readonly<Record<string, unknown>>, path: string) {
  const isKeyWrong = Object.keys(value).some((key) => constraintsFailed(shape.keys, key).length > 0)
  const keys = isKeyWrong ? [violation(value, path, `Map keys must satisfy constraint: [${allOf(shape.keys)}]`)] : []
  return [
    ...keys,
    ...Object.entries(value).flatMap(([key, each]) => violationsIn(shape.of, each, `${path}.${key}.member`)),
  ]
}

type Test = readonly [constraint: string, holds: (value: unknown) => boolean]

function constraintsFailed(shape: Shape, value: unknown): readonly string[] {
  return testsOf(shape)
    .filter(([, holds]) => !holds(value))
    .map(([constraint]) => constraint)
}

const allOf = (shape: Shape): string =>
  testsOf(shape)
    .map(([constraint]) => constraint)
    .join(', ')

function testsOf(shape: Shape): readonly Test[] {
  if (shape.is === 'structure' || shape.is === 'boolean' || shape.is === 'map') return []
  const { min, max } = shape
  const what = shape.is === 'integer' ? 'value' : 'length'
  const tests: Test[] = []
  if (max !== undefined)
    tests.push([`Member must have ${what} less than or equal to ${max}`, (value) => size(shape, value) <= max])
  if (min !== undefined)
    tests.push([`Member must have ${what} greater than or equal to ${min}`, (value) => size(shape, value) >= min])
  if (shape.is !== 'string') return tests
  const { pattern, values } = shape
  if (pattern !== undefined)
    tests.push([
      `Member must satisfy regular expression pattern: ${pattern.source}`,
      (value) => pattern.test(String(value)),
    ])
  if (values !== undefined)
    tests.push([
      `Member must satisfy enum value set: [${values.join(', ')}]`,
      (value) => values.includes(String(value)),
    ])
  return tests
}

function size(shape: Shape, value: unknown): number {
  if (shape.is === 'blob') return Buffer.from(String(value), 'base64').length
  return typeof value === 'number' ? value : Array.isArray(value) ? value.length : String(value).length
}

function violation(value: unknown, path: string, constraint: string): string {
  const quoted = value === null ? 'null' : `'${spelled(value)}'`
  return `Value ${quoted} at '${path}' failed to satisfy constraint: ${constraint}`
}

/** As Java prints it: lists in brackets, maps and structures in braces. */
function spelled(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelled).join(', ')}]`
  if (isRecord(value))
    return `{${Object.entries(value)
      .map(([key, each]) => `${key}=${spelled(each)}`)
      .join(', ')}}`
  return String(value)
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
