/** A way to reach a tunnel's port, by the program that takes it. */
type ConnectionStringId =
  | 'jdbc'
  | 'psql'
  | 'environment'
  | 'verify-full'
  | 'redis-cli'
  | 'url'
  | 'mysql'
  | 'curl'
  | 'address'

/** One string to copy. It never holds a password; its label is made from the id, in the user's language. */
export interface ConnectionString {
  readonly id: ConnectionStringId
  readonly value: string
}
