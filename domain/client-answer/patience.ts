import type { TunnelKind } from '#contract/tunnel.ts'

/** Programs that speak PostgreSQL through pgjdbc, by their names without `.exe`: Java's own, and those that bring a Java inside. */
const javaPrograms =
  /^(java|javaw|dbeaver.*|datagrip(64)?|idea(64)?|pycharm(64)?|phpstorm(64)?|goland(64)?|webstorm(64)?|rubymine(64)?|rider(64)?|dataspell(64)?|clion(64)?|rustrover(64)?|jetbrains.*|eclipse|squirrel.*|dbvis.*)$/i

/** pgjdbc gives up after 5 s without an answer to its SSLRequest, whatever its other limits: told before that, it shows why. */
const pgjdbcPatienceMs = 4_500

/**
 * How long a client that waits in vain is kept waiting, where it is known to give up before its set time; null where it has more
 * patience than that. Only for what has failed: one that waits for a session on its way may have been given more time.
 */
export function patienceMs(kind: TunnelKind, program: string): number | null {
  return kind === 'postgresql' && javaPrograms.test(program) ? pgjdbcPatienceMs : null
}
