import {
  answerHttp,
  answerMysql,
  answerNobody,
  answerPostgresql,
  answerRedis,
  type Answer,
} from '../client-answer/answers.ts'
import { tunnelKinds } from '#contract/forms.ts'
import type { TunnelKind } from '#contract/tunnel.ts'
import {
  addressStrings,
  mysqlStrings,
  opensearchStrings,
  postgresqlStrings,
  redisStrings,
  type ClientStrings,
} from './client-strings.ts'
import type { Opening } from './opening.ts'

/** Everything that is known of one kind of database; its name in the user's language is `kinds` of `words`. */
interface Kind {
  /** The two letters of its badge. */
  readonly badge: string
  /** The port it usually listens on in AWS; null where there is none. */
  readonly usualPort: number | null
  /** Last four digits of the first local port that the plan gives it. */
  readonly localPort: number
  /** Ports that tell the kind by themselves. */
  readonly tellingPorts: readonly number[]
  /** Schemes of connection URLs, with the port that each means when it names none. */
  readonly schemes: Readonly<Record<string, number>>
  /** What the path of a URL names: a database, or nothing that has a place in a tunnel. */
  readonly path: 'database' | 'nothing'
  /** What a login of one word is. */
  readonly loneLogin: 'user' | 'password'
  /**
   * What a late first answer to a connection means. A greeting, and the next step of a handshake, come at once where the server
   * is reached: without them there is silence. The answer to a request may take what it takes.
   */
  readonly lateAnswer: 'silence' | 'slow-request'
  /** What becomes of work that is cut off: such a database undoes what was not finished, or nothing. */
  readonly undoes: 'unfinished' | 'nothing'
  /** Page of the AWS console about such databases, after the host; `REGION` stands for the region. */
  readonly consolePage: string
  readonly strings: ClientStrings
  readonly opening: Opening
  /** How a client is told why it is let go. */
  readonly answer: Answer
}

const rds = '/rds/home?region=REGION#databases:'

/** The one table of kinds. A new kind is a row here, its name in the contract and its name in the words. */
export const kinds: Readonly<Record<TunnelKind, Kind>> = {
  postgresql: {
    badge: 'Pg',
    usualPort: 5_432,
    localPort: 5_432,
    tellingPorts: [5_432, 5_439],
    schemes: { postgres: 5_432, postgresql: 5_432, redshift: 5_439 },
    path: 'database',
    loneLogin: 'user',
    lateAnswer: 'silence',
    undoes: 'unfinished',
    consolePage: rds,
    strings: postgresqlStrings,
    opening: { firstWord: 'client', says: 'postgresql-message' },
    answer: answerPostgresql,
  },
  mysql: {
    badge: 'My',
    usualPort: 3_306,
    localPort: 3_306,
    tellingPorts: [3_306],
    schemes: { mysql: 3_306, mysqlx: 33_060, mariadb: 3_306 },
    path: 'database',
    loneLogin: 'user',
    lateAnswer: 'silence',
    undoes: 'unfinished',
    consolePage: rds,
    strings: mysqlStrings,
    opening: { firstWord: 'server' },
    answer: answerMysql,
  },
  redis: {
    badge: 'Re',
    usualPort: 6_379,
    localPort: 6_379,
    tellingPorts: [6_379, 6_380],
    schemes: { redis: 6_379, rediss: 6_379, valkey: 6_379, valkeys: 6_379 },
    // Redis numbers its databases.
    path: 'nothing',
    loneLogin: 'password',
    lateAnswer: 'slow-request',
    undoes: 'nothing',
    consolePage: '/elasticache/home?region=REGION',
    strings: redisStrings,
    opening: { firstWord: 'client', says: 'redis-command' },
    answer: answerRedis,
  },
  opensearch: {
    badge: 'Os',
    usualPort: 443,
    // Served on 443, but known by 9200.
    localPort: 9_200,
    tellingPorts: [9_200],
    schemes: { opensearch: 443 },
    // An index is no database.
    path: 'nothing',
    loneLogin: 'user',
    lateAnswer: 'slow-request',
    undoes: 'nothing',
    consolePage: rds,
    strings: opensearchStrings,
    opening: { firstWord: 'client', says: 'http-request' },
    answer: answerHttp,
  },
  tcp: {
    badge: 'Tc',
    usualPort: null,
    localPort: 8_000,
    tellingPorts: [],
    schemes: { mongodb: 27_017, sqlserver: 1_433 },
    path: 'database',
    loneLogin: 'user',
    lateAnswer: 'slow-request',
    undoes: 'nothing',
    consolePage: rds,
    strings: addressStrings,
    opening: { firstWord: 'either' },
    answer: answerNobody,
  },
}

/** The kinds in the order to offer them. */
export const kindOrder: readonly TunnelKind[] = tunnelKinds

/** The kind that a scheme of a URL names, with the scheme's port; null for one that no kind has. */
export function kindOfScheme(scheme: string): { readonly kind: TunnelKind; readonly port: number } | null {
  for (const kind of kindOrder) {
    const port = Object.entries(kinds[kind].schemes).find(([name]) => name === scheme)?.[1]
    if (port !== undefined) return { kind, port }
  }
  return null
}

/** The kind that a port tells by itself. */
export function kindOfPort(port: number): TunnelKind | undefined {
  return kindOrder.find((kind) => kinds[kind].tellingPorts.includes(port))
}

/** The kind whose tunnels have such local ports, in any environment. */
export function kindOfLocalPort(port: number): TunnelKind | undefined {
  return kindOrder.find((kind) => port > 10_000 && kinds[kind].localPort === port % 10_000)
}

/** Address of the console page about such databases, after the host. */
export function consolePage(kind: TunnelKind, region: string): string {
  return kinds[kind].consolePage.replace('REGION', region)
}
