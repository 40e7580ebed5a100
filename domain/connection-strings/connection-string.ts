/** A way to reach a tunnel's port, by the program that takes it; `aws-cli` is the equivalent AWS CLI command. */
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
  | 'aws-cli'

/** One string to copy. It never holds a password; its label is made from the id, in the user's language. */
export interface ConnectionString {
  readonly id: ConnectionStringId
  readonly value: string
}
