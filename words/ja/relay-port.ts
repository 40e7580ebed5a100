import type { relayPort as english } from '../en/relay-port.ts'

export const relayPort: typeof english = {
  label: '踏み台の中継ポート',
  help: '踏み台のプログラムがホストへ中継するポートです。ほかのホストへのセッションを開始できないロールで使います。',
  example: (command) => `踏み台での実行例: ${command}`,
  through: (port) => `踏み台の中継ポート ${port} を経由`,
  own: (port) => `踏み台自身のポート ${port} として接続`,
  instead: '踏み台に中継プログラムがある場合は、「詳細オプション」でそのポートを指定できます。',
  refused: ({ relayPort: port, host = 'ホスト' }) =>
    port === undefined
      ? null
      : {
          headline: `踏み台のポート ${port} に中継プログラムがありません`,
          sentence: `このトンネルの中継ポートは ${port} ですが、待ち受けているプログラムがありません。踏み台で ${host} への中継を開始するか、トンネルから中継ポートを外してください。`,
        },
}
