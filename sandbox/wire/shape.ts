/** What a member of an input may be, in the terms of AWS's service models. Lengths in characters, entries or bytes. */
export type Shape =
  | {
      readonly is: 'string'
      readonly min?: number
      readonly max?: number
      readonly pattern?: RegExp
      readonly values?: readonly string[]
    }
  | { readonly is: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly is: 'boolean' }
  /** In base64. */
  | { readonly is: 'blob'; readonly min?: number; readonly max?: number }
  | { readonly is: 'list'; readonly of: Shape; readonly min?: number; readonly max?: number }
  | { readonly is: 'map'; readonly keys: Shape; readonly of: Shape }
  | Structure

export interface Structure {
  readonly is: 'structure'
  readonly members: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

/** A structure whose first members must be there. */
export function structure(members: Structure['members'], ...required: readonly string[]): Structure {
  return { is: 'structure', members, required }
}

/** True when a value can be read as the shape at all, whatever its bounds; unknown members are passed over. */
export function hasForm(shape: Shape, value: unknown): boolean {
  if (value === null || value === undefined) return true
  switch (shape.is) {
    case 'string':
    case 'blob':
      return typeof value === 'string'
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'list':
      return Array.isArray(value) && value.every((each) => hasForm(shape.of, each))
    case 'map':
      return isRecord(value) && Object.values(value).every((each) => hasForm(shape.of, each))
    case 'structure':
      return isRecord(value) && Object.entries(shape.members).every(([name, member]) => hasForm(member, value[name]))
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
