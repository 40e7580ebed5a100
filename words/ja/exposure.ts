import type { exposure as english } from '../en/exposure.ts'

export const exposure: typeof english = {
  tag: '公開中',
  open: (address, network) => `${address} で ${network} に公開中`,
  openText: 'このネットワークのすべてのコンピューターが、あなたのサインインでこのデータベースを使えます。',
  waiting: (address) => `ポートを開くと ${address} でネットワークに公開`,
  away: (address, interfaceName) =>
    `現在、${interfaceName} に ${address} がありません。このコンピューターだけで待ち受けています。`,
  barred: 'ローカルポートは自分のプログラム専用です（設定）。このコンピューターだけで待ち受けています。',
  failed: (address) => `${address} でネットワークに公開できません。このコンピューターだけで待ち受けています。`,
  tray: (address) => `${address} でネットワークに公開中`,
  ask: 'ネットワークに公開…',
  end: '公開を終了',
  from: (address) => `${address} から`,
  dialog: {
    message: (name) => `${name} をネットワークに公開しますか?`,
    detail: ({ port, endpoint, account }, places) =>
      `選んだネットワークのすべてのコンピューターが、公開を終了するまで確認なしに、あなたのサインインで ${endpoint}${account} を使えるようになります。ポート ${port} までの通信は、クライアントが暗号化しない限り暗号化されません。\n\n${places}`,
    account: (account) => `（アカウント ${account}）`,
    place: (address, interfaceName, network) => `${address}: ${interfaceName}（${network}）`,
    action: (address) => `${address} で公開`,
    more: (left) => `ほかの ${left} 件のネットワークは選べません。`,
  },
  refused: {
    'of-production': '本番環境のトンネルはネットワークに公開できません',
    'own-programs': 'ローカルポートは自分のプログラム専用です。先に設定を変更してください',
    'no-network': 'このコンピューターには現在、プライベートネットワークのアドレスがありません',
    changed: '確認中にトンネルが変更されました',
  },
  refusedText: 'このコンピューターだけで待ち受けます。',
}
