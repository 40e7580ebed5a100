/**
 * One way to break a line of defence. `npm run test:mutations` breaks them one by one, in a copy of the project, and asks the
 * named tests: one of their assertions has to fail.
 */
export interface Mutation {
  /** Says what is broken; unique, in kebab-case. */
  readonly name: string
  /** The line of the table in `docs/security.md` that it breaks, by the name in front. */
  readonly line: string
  readonly file: string
  /** Stands exactly once in the file; short, so that it outlives other changes. */
  readonly text: string
  readonly replacement: string
  /** Files of tests, any of which may see it. */
  readonly killedBy: readonly string[]
  /** A part of the names of tests, as Vitest's `-t` takes it, where a file has slow ones that have nothing to see here. */
  readonly tests?: string
}
