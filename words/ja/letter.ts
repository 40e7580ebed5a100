import { terms } from './terms.ts'
import { formatUtc } from '../format.ts'
import { policyTypes } from './policy-types.ts'
import type { LetterWords } from '../letter/letter-words.ts'

const denials = { explicit: '明示的な拒否', implicit: '許可なし (暗黙の拒否)' } as const

export const letter: LetterWords = {
  subject: {
    tunnel: (name, environment) => `件名: トンネル「${name}」(${environment}) に関する依頼`,
    shell: (name, environment) =>
      `件名: 「${name}」${environment === null ? '' : `(${environment})`} のシェルに関する依頼`,
  },
  greeting: 'お疲れさまです。',
  opening: {
    tunnel: (endpoint) =>
      `Culvert を使い、AWS Systems Manager Session Manager 経由で ${endpoint} に接続していますが、現在接続できず、こちらでは解決できません。ご対応をお願いいたします。`,
    shell: (name) =>
      `Culvert を使い、AWS Systems Manager Session Manager 経由で ${name} のシェルを開いていますが、現在開けず、こちらでは解決できません。ご対応をお願いいたします。`,
  },
  closing: 'よろしくお願いいたします。',
  policy: '必要な操作だけを許可するポリシー:',
  denial: ({ how, policyType }) =>
    [how === null ? null : denials[how], policyType === null ? null : policyTypes[policyType]]
      .filter((part) => part !== null)
      .join('、'),
  facts: {
    account: terms.account,
    permissionSet: terms.permissionSet,
    profile: 'AWS プロファイル',
    region: terms.region,
    node: 'マネージドノード',
    endpoint: '接続先',
    action: '拒否されたアクション',
    resources: '対象リソース',
    document: terms.sessionDocument,
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
    assignment: ({ roleName }, { scope }) => [
      'このアカウントでは許可セットが自分に割り当てられていないか、名前が異なっています。',
      `IAM Identity Center で、アカウント ${scope.accountId ?? '(不明)'} の許可セット ${roleName ?? '(不明)'} を割り当ててください。`,
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
    exec: ({ trouble, container, task, cluster, hosts }) =>
      trouble === 'off'
        ? [
            `タスク ${task} (コンテナ ${container}、クラスター ${cluster}) の ECS Exec が無効です。`,
            'サービスで enableExecuteCommand を有効にし（Fargate ではプラットフォームバージョン 1.4.0 以降）、新しいデプロイを強制してください。動作中のタスクには反映されません。',
          ]
        : [
            `コンテナ ${container} (タスク ${task}、クラスター ${cluster}) の Exec エージェントが接続していません。次の順に確認してください。`,
            '1. タスクロールに ssmmessages:CreateControlChannel、CreateDataChannel、OpenControlChannel、OpenDataChannel の許可があること。',
            '2. コンテナのルートファイルシステムが書き込み可能で、Fargate のプラットフォームバージョンが 1.4.0 以降であること。',
            '3. タスクから次のホストへ TCP 443 で外向きに接続できること。',
            ...hosts.map((host) => `   ${host}`),
          ],
    'start-node': () => ['インスタンスが停止しています。起動するか、起動する権限を付けてください。'],
    endpoint: ({ endpoint: { host, port }, answer, where }, { scope }) => {
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
    name: ({ host }, { scope }) => [
      `${scope.targetId ?? 'ノード'} で名前 ${host} を解決できません。`,
      '名前が正しいこと、プライベートホストゾーンがノードの VPC に関連付けられていること、DNS 解決が有効なことを確認してください。',
    ],
    'run-as': () => [
      'シェルの実行ユーザーとして指定された OS のユーザーがノードに存在しません。ユーザーはロールのタグ SSMSessionRunAs、または Session Manager の設定 (Run As) で指定されています。',
      'ノードにそのユーザーを作成するか、別のユーザーを指定してください。',
    ],
    'hybrid-tier': ({ setting }) => [
      'このノードは EC2 の外にあり、Session Manager で接続できるのはアドバンストインスタンス層だけです。このリージョンのアカウントはスタンダード層です。',
      'アドバンスト層を有効にしてください。登録済みの EC2 以外のノードごとに、時間単位の料金がかかります。設定は次のとおりです。',
      `  aws ssm update-service-setting --setting-id ${setting} --setting-value advanced`,
    ],
    'session-key': () => [
      'Session Manager の設定でセッションの暗号化に指定された KMS キーを使用できません (存在しない、無効、または削除待ち)。',
      'キーを有効にするか、設定で別のキーを指定してください。',
    ],
    network: ({ hosts, trouble }) => [
      trouble === 'certificate'
        ? 'このコンピューターから AWS への通信で、信頼されていない証明書に差し替えられています。次のホストを TLS 検査の対象から外すか、検査に使う認証局の証明書を提供してください。'
        : 'このコンピューターから AWS に接続できません。次のホストへの外向きの TCP 443 (HTTPS と WebSocket) を許可してください。',
      ...hosts.map((host) => `  ${host}`),
    ],
  },
}
