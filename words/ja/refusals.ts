import type { ProblemDetails } from '#contract/problem.ts'
import type { ProblemWords } from '../problem-words.ts'
import type { Messages } from '../shape.ts'
import { terms } from './terms.ts'

type Refused = ProblemDetails['CLIENT_REFUSED']

const isForOther = (client: Refused['client']): client is Refused['client'] & { readonly host: string } =>
  client.reason === 'web' && client.fault === 'host' && client.host !== undefined

function who({ client }: Refused): string {
  if (client.reason === 'other-user') return '別のユーザーのプログラム'
  if (client.reason === 'not-understood') return '別のプロトコルを使うプログラム'
  if (client.browser !== undefined) return `${client.browser} のウェブページ`
  if (client.origin !== undefined) return 'ウェブページ'
  return isForOther(client) ? `${client.host} を接続先としたクライアント` : 'ブラウザーなどのウェブクライアント'
}

function what({ client }: Refused): string {
  if (client.reason === 'other-user') return '別のユーザーのプログラムを拒否'
  if (client.reason === 'not-understood') return '別のプロトコルを使うプログラムを拒否'
  if (client.origin !== undefined) return `ウェブページを拒否: ${client.origin}`
  if (client.browser !== undefined) return `${client.browser} のウェブページを拒否`
  return isForOther(client) ? `${client.host} 宛てのクライアントを拒否` : 'ウェブクライアントを拒否'
}

export const refusals: Messages['refusals'] = {
  tried: (d) => `${who(d)}が ${d.address ?? 'localhost'}:${d.port} に接続を試みました`,
  refused: ({ client }) =>
    isForOther(client)
      ? '拒否したため、データベースには届いていません。接続先に指定できるのは localhost、実際のホスト名、トンネルに設定した別名です。'
      : '拒否したため、データベースには届いていません。',
  line: (d) => `${what(d)}${d.clients > 1 ? `、${d.clients} 回` : ''}`,
}

export const refusalProblem: ProblemWords<'CLIENT_REFUSED'> = {
  short: terms.clientRefused,
  headline: refusals.tried,
  sentence: refusals.refused,
}
