import type { TunnelKind } from '#contract/tunnel.ts'

/**
 * What an option of a client program says. `ask` has the program ask for the password, and takes no value; people type one
 * behind it all the same, and behind `never-ask`, which is taken for it. `secret-or-ask` takes a value only where it is attached to it.
 */
export type OptionMeaning =
  | 'host'
  | 'port'
  | 'username'
  | 'database'
  | 'secret'
  | 'ask'
  | 'never-ask'
  | 'secret-or-ask'
  | 'url'
  | 'sni'
  | 'connect-to'
  | 'forward'
  | 'flag'
  | 'value'

/** How a client program is called, as its manual has it. */
export interface ClientProgram {
  readonly kind: TunnelKind | null
  readonly port: string
  /** What its first words without an option are; anything after is not looked at. */
  readonly words: 'database-then-user' | 'database' | 'url' | 'destination' | 'nothing'
  readonly options: Readonly<Record<string, OptionMeaning>>
}

/** Options by meaning, each with its names. */
function options(byMeaning: Partial<Record<OptionMeaning, string>>): Readonly<Record<string, OptionMeaning>> {
  return Object.fromEntries(
    Object.entries(byMeaning).flatMap(([meaning, names]) =>
      names.split(' ').map((name) => [name, meaning as OptionMeaning]),
    ),
  )
}

const postgresql: ClientProgram = {
  kind: 'postgresql',
  port: '5432',
  words: 'database-then-user',
  options: options({
    host: '-h --host',
    port: '-p --port',
    username: '-U --username',
    database: '-d --dbname',
    value: '-c --command -f --file -v --set --variable -o --output -P --pset -F -R -L -T',
    ask: '-W --password',
    'never-ask': '-w --no-password',
    flag: '-A -a -b -e -E -H -n -q -s -S -t -x -X -z -0 -1 -l --list --no-psqlrc --csv',
  }),
}

const postgresqlDump: ClientProgram = {
  ...postgresql,
  words: 'database',
  options: options({
    host: '-h --host',
    port: '-p --port',
    username: '-U --username',
    database: '-d --dbname',
    value: '-f --file -F --format -j --jobs -n --schema -N -t --table -T -Z -S --role',
    ask: '-W --password',
    'never-ask': '-w --no-password',
    flag: '-a -b -c --clean -C --create -O --no-owner -s -x -v --verbose',
  }),
}

const mysql: ClientProgram = {
  kind: 'mysql',
  port: '3306',
  words: 'database',
  options: options({
    host: '-h --host',
    port: '-P --port',
    username: '-u --user',
    database: '-D --database',
    'secret-or-ask': '-p --password',
    value:
      '-e --execute --ssl-ca --ssl-cert --ssl-key --ssl-mode --protocol -S --socket --default-character-set --tls-version',
    flag: '-A -B -C -N -s -t -v -f -q -r --ssl --batch --compress --silent --verbose --single-transaction --quick --skip-ssl --enable-cleartext-plugin',
  }),
}

const redis: ClientProgram = {
  kind: 'redis',
  port: '6379',
  words: 'nothing',
  options: options({
    host: '-h',
    port: '-p',
    username: '--user',
    secret: '-a --pass',
    url: '-u',
    sni: '--sni',
    value: '-n --cacert --cacertdir --cert --key -t -r -i --tls-ciphers',
    ask: '--askpass',
    flag: '--tls --insecure -c --no-auth-warning --raw --csv --stat --bigkeys -2 -3 -x',
  }),
}

const mongodb: ClientProgram = {
  kind: 'tcp',
  port: '27017',
  words: 'url',
  options: options({
    host: '--host',
    port: '--port',
    username: '-u --username',
    database: '-d --db',
    secret: '-p --password',
    url: '--uri',
    value: '--authenticationDatabase --authenticationMechanism --tlsCAFile --sslCAFile --eval --tlsCertificateKeyFile',
    flag: '--tls --ssl --tlsAllowInvalidHostnames --tlsAllowInvalidCertificates --retryWrites --quiet',
  }),
}

const curl: ClientProgram = {
  kind: null,
  port: '443',
  words: 'url',
  options: options({
    secret: '-u --user -H --header -d --data -b --cookie',
    url: '--url',
    'connect-to': '--connect-to',
    value: '-X --request -o --output --cacert --aws-sigv4 --resolve',
    flag: '-k --insecure -s --silent -S -v --verbose -i -I -L -f --fail --compressed',
  }),
}

const ssh: ClientProgram = {
  kind: null,
  port: '',
  words: 'destination',
  options: options({
    forward: '-L',
    value: '-i -p -o -J -F -l -E -b -c -D -e -I -m -O -Q -R -S -W -w -B',
    flag: '-N -f -T -n -q -v -A -a -C -g -K -k -M -s -t -X -x -Y -y -4 -6',
  }),
}

/** Client programs by the name that starts them. */
export const clientPrograms: Readonly<Record<string, ClientProgram>> = {
  psql: postgresql,
  pgcli: postgresql,
  pg_dump: postgresqlDump,
  pg_restore: { ...postgresqlDump, words: 'nothing' },
  pg_isready: { ...postgresql, words: 'nothing' },
  mysql,
  mysqldump: mysql,
  mysqladmin: { ...mysql, words: 'nothing' },
  mycli: mysql,
  mariadb: mysql,
  'mariadb-dump': mysql,
  'redis-cli': redis,
  'valkey-cli': redis,
  mongosh: mongodb,
  mongo: mongodb,
  mongodump: mongodb,
  curl,
  ssh,
  autossh: ssh,
}
