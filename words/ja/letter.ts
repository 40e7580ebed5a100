import { terms } from './terms.ts'
import { formatUtc } from '../format.ts'
import { policyTypes } from './policy-types.ts'
import type { LetterWords } from '../letter/letter-words.ts'

const denials = { explicit: '明示的な拒否', implicit: '許可なし (暗黙の拒否)' } as const

export const letter: LetterWords = {
  subject: (tunnel, environment) => `件名: トンネル「${tunnel}」(${environment}) に関する依頼`,
  greeting: 'お疲れさまです。',
  opening: (endpoint) =>
    `Culvert を使い、AWS Systems Manager Session Manager 経由で ${endpoint} に接続していますが、現在接続できず、こちらでは解決できません。ご対応をお願いいたします。`,
  closing: 'よろしくお願いいたします。',
  policy: '必要な操作だけを許可するポリシー:',
  denial: ({ how, policyType }) =>
    [how === null ? null : denials[how], policyType === null ? null : policyTypes[policyType]]
      .filter((part) => part !== null)
      .join('、'),
  facts: {
    account: terms.account,
    permissionSet: '許可セット',
    profile: 'AWS プロファイル',
    region: terms.region,
    node: 'マネージドノード',
    endpoint: '接続先',
    action: '拒否されたアクション',
    resources: '対象リソース',
    document: 'セッションドキュメント',
    principal: '呼び出し元',
    denial: '拒否の種類',
    time: '時刻',
    requestId: 'AWS リクエスト ID',
  },
  needs: {
    permission: ({ action, denial }) => [
      `許可セットに ${action} の許可を追加してください。`,
      ...(action === 'ssm:StartSession'
        ? ['StartSession はノードとドキュメントの両方に対して検査されるため、両方の許可が必要です。']
        : []),
      ...(denial?.how === 'explicit'
        ? [
            `${denial.policyType === null ? 'ポリシー (種類不明)' : policyTypes[denial.policyType]}で明示的に拒否されています。許可を追加するだけでは足りず、拒否しているポリシー側に例外が必要です。`,
          ]
        : []),
    ],
    assignment: (_need, { tunnel, scope }) => [
      'このアカウントでは許可セットが自分に割り当てられていないか、名前が異なっています。',
      `IAM Identity Center で、アカウント ${scope.accountId ?? '(不明)'} の許可セット ${tunnel.definition.account?.roleName ?? '(不明)'} を割り当ててください。`,
    ],
    agent: ({ reason, lastPingAt, managedPolicy, hosts }) => [
      reason === 'not-registered'
        ? 'ノードが Systems Manager に一度も登録されていません。次の順に確認してください。'
        : `ノードが Systems Manager に接続されていません${lastPingAt === null ? '' : ` (最後の応答: ${formatUtc(lastPingAt)})`}。次の順に確認してください。`,
      '1. インスタンスが起動し、SSM Agent (3.1.1374 以降) が動作していること。',
      `2. インスタンスのロールにポリシー AmazonSSMManagedInstanceCore (${managedPolicy}) が付いていること。付けた後はエージェントの再起動が必要です。`,
      '3. ノードから次のホストへ TCP 443 で外向きに接続できること (NAT、またはノードからの TCP 443 を受け入れる VPC エンドポイント)。',
      ...hosts.map((host) => `   ${host}`),
    ],
    'agent-update': ({ version }) => [
      `ノードの SSM Agent${version === null ? '' : ` (${version})`} が古く、リモートホストへのポート転送に対応していません。`,
      'Run Command のドキュメント AWS-UpdateSSMAgent などで、3.1.1374 以降に更新してください。',
    ],
    'start-node': () => ['インスタンスが停止しています。起動するか、起動する権限を付けてください。'],
    endpoint: ({ answer, where }, { tunnel, scope }) => {
      const { host, port } = tunnel.definition.endpoint
      const node = scope.targetId ?? 'ノード'
      const seen = answer === 'refused' ? '接続を拒否しています' : '応答しません'
      if (where === 'own')
        return [
          `${node} 自身のポート ${port} が${seen}。サービスが起動し、このポートで待ち受けているか確認してください。`,
        ]
      return [
        `${node} から見て、${host} の TCP ポート ${port} が${seen}。次の点を確認してください。`,
        `1. サービスが起動し、ポート ${port} で待ち受けていること。`,
        `2. ${host} のセキュリティグループ (インバウンド): ${node} のセキュリティグループからの TCP ${port} を許可。`,
        `3. ${node} のセキュリティグループ (アウトバウンド): ${host} のセキュリティグループへの TCP ${port} を許可。`,
        `4. 両サブネットのネットワーク ACL: ノードから接続先への TCP ${port} と、戻りの TCP 1024-65535 を許可。`,
      ]
    },
    name: (_need, { tunnel, scope }) => [
      `${scope.targetId ?? 'ノード'} で名前 ${tunnel.definition.endpoint.host} を解決できません。`,
      '名前が正しいこと、プライベートホストゾーンがノードの VPC に関連付けられていること、DNS 解決が有効なことを確認してください。',
    ],
    network: ({ hosts, trouble }) => [
      trouble === 'certificate'
        ? 'このコンピューターから AWS への通信で、信頼されていない証明書に差し替えられています。次のホストを TLS 検査の対象から外すか、検査に使う認証局の証明書を提供してください。'
        : 'このコンピューターから AWS に接続できません。次のホストへの外向きの TCP 443 (HTTPS と WebSocket) を許可してください。',
      ...hosts.map((host) => `  ${host}`),
    ],
  },
}
