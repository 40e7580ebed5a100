import type { AllProblemWords } from '../problem-words.ts'
import { database, numbered, inSeconds } from './around.ts'
import { relayPort } from './relay-port.ts'

/** What the far end, or the agent on its behalf, answers. */
export const endpointProblems = {
  ENDPOINT_REFUSED: {
    short: 'データベースが拒否',
    headline: (d, around) =>
      relayPort.refused(around)?.headline ?? `データベースが${numbered(d.port, around)}で接続を拒否しています`,
    sentence: (d, around) =>
      relayPort.refused(around)?.sentence ??
      `踏み台から ${database(d.host, around)} に到達できますが、このポートでは待ち受けていません。`,
  },
  ENDPOINT_TIMED_OUT: {
    short: 'データベースに未到達',
    headline: (d, around) => `データベースが${numbered(d.port, around)}で応答しません`,
    sentence: (d, around) =>
      `${database(d.host, around)} が${inSeconds(d.afterMs)}応答しませんでした。セキュリティグループかネットワークで遮断されているか、データベースが停止している可能性があります。`,
  },
  ENDPOINT_NAME_UNKNOWN: {
    short: 'ホスト名が不明',
    headline: () => '踏み台がこのホスト名を見つけられません',
    sentence: (_details, around) =>
      `${database(undefined, around)} は踏み台のネットワークにありません。入力の誤りがないか確認してください。`,
  },
  ENDPOINT_FORBIDDEN: {
    short: 'ホストは不許可',
    headline: () => 'エージェントがこのホストへの転送を拒否しました',
    sentence: ({ reason }, around) => {
      const host = around.host ?? 'このホスト'
      if (reason === 'reserved')
        return `${host} は AWS がインスタンスやネットワークで使うアドレスで、エージェントは転送しません。別のホストを選んでください。`
      const self = `${host} は踏み台自身です。3.3.4851 以降のエージェントには localhost と指定してください。`
      return reason === 'own'
        ? self
        : `踏み台で名前を解決すると、${self}別のマシンのはずなら、名前の解決先が誤っています。`
    },
  },
} as const satisfies Partial<AllProblemWords>
