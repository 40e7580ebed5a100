import type { HostTrouble } from '#contract/network-check.ts'
import { formatSeconds } from '../format.ts'
import { schemeName } from '../proxy-schemes.ts'
import type { NetworkWords } from './en.ts'

interface Said {
  readonly title: string
  readonly text: string
}

/** Basic is what is spoken; the proxy tells what it takes. */
function signInAtProxy(schemes: readonly string[]): Said {
  return schemes.length > 0 && !schemes.includes('basic')
    ? {
        title: 'プロキシの認証方式に対応していません',
        text: `このプロキシの方式は ${schemes.map(schemeName).join('、')} です。Culvert が対応するのは Basic です。下のホストの除外を依頼するか、cntlm や px などの代理認証プロキシを HTTPS_PROXY に指定してください。`,
      }
    : {
        title: 'プロキシが名前とパスワードを求めています',
        text: 'ここからサインインできます。HTTPS_PROXY に名前とパスワードがある場合は拒否されています。修正するか、取り除いてください。',
      }
}

function common(trouble: HostTrouble): Said {
  switch (trouble.is) {
    case 'no-name':
    case 'refused':
    case 'silent':
      return {
        title: 'AWS に到達できません',
        text: 'どのホストも応答しません。ネットワーク、VPN、ファイアウォールのいずれかで止まっています。',
      }
    case 'closed':
      return { title: 'AWS への接続が切断されます', text: 'どのホストも、応答せずに接続を閉じました。' }
    case 'untrusted':
      return {
        title: '会社の証明書が信頼されていません',
        text: '認証局をこのコンピューターに追加するか、下でそのファイルを選び、再確認してください。',
      }
    case 'blocked':
      return {
        title: 'ネットワークが AWS の代わりに応答しています',
        text: `社内のページが返されました（HTTP ${trouble.status}）。`,
      }
    case 'proxy-refused':
      return { title: 'プロキシが AWS への接続を通しません', text: '下のホストの許可が必要です。' }
    case 'proxy-sign-in':
      return signInAtProxy(trouble.schemes)
    case 'proxy-unusable':
      return {
        title: 'このコンピューターのプロキシ設定を使えません',
        text: 'アドレスの形が正しくないか、Culvert が対応していない方式です。',
      }
    case 'script-silent':
      return {
        title: 'プロキシ設定スクリプトが応答しません',
        text: 'システム設定の PAC ファイルが 3 秒以内に応答しませんでした。',
      }
  }
}

/** Words of the network page. */
export const networkJa: NetworkWords = {
  checking: { title: 'AWS のホストへの接続を試しています', text: '各ホストは 5 秒以内に判定します。' },
  untold: { title: '未確認', text: '確認が途中で止まりました。' },
  again: '再確認',
  signIn: 'サインイン…',
  verdict: (verdict, { answer, all }) => {
    switch (verdict.is) {
      case 'well':
        return {
          title: 'AWS のすべてのホストが応答しています',
          text:
            verdict.inspected === 0
              ? `${all} ホストすべてが AWS の証明書で応答しています。`
              : `${all} ホストすべてが応答しています。${verdict.inspected === all ? '通信はすべて' : `うち ${verdict.inspected} ホストの通信は`}会社が検査していますが、その証明書はこのコンピューターで信頼されています。`,
        }
      case 'nothing-answers':
        return common(verdict.trouble)
      case 'session-inspected':
        return {
          title: 'ネットワークがセッション通信を検査しています',
          text: `${all} ホスト中 ${answer} ホストは応答しています。残る 1 つは会社の証明書で応答し、WebSocket を切断します。`,
        }
      case 'session-stopped':
        return {
          title: 'ネットワークがセッション通信を止めています',
          text: `${all} ホスト中 ${answer} ホストは応答しています。セッション通信（WebSocket）のホストだけが応答しません。`,
        }
      case 'some-fail':
        return {
          title: `${verdict.failed.length} 個のホストが応答しません`,
          text: `${all} ホスト中 ${answer} ホストは応答しています。残りを使う機能は動きません。`,
        }
    }
  },
  proxy: 'プロキシ',
  noProxy: 'なし',
  someProxies: (proxies) => `${proxies} 個のプロキシ`,
  foundIn: '設定元',
  places: (found) => {
    switch (found.by) {
      case 'variable':
        return found.variable
      case 'exception':
        return 'NO_PROXY'
      case 'near':
        return 'このコンピューター'
      case 'system':
        return 'システム設定'
      case 'unsaid':
        return '設定なし'
    }
  },
  certificates: '証明書',
  roots: (own) => (own === 0 ? 'システム' : `システムと会社のルート ${own} 件`),
  hosts: '接続を試したホスト',
  columns: { state: '状態', host: 'ホスト', time: '時間', way: '経路', issuer: '証明書の発行者' },
  uses: {
    'sign-in': 'サインイン',
    'console-sign-in': 'コンソールへのサインイン',
    'role-keys': 'ロールの鍵',
    'session-manager': 'Session Manager',
    'session-data': 'セッション通信、WebSocket',
    instances: 'ターゲット、インスタンス',
    containers: 'ターゲット、コンテナ',
    'session-keys': 'セッションの暗号化',
    'ssh-keys': 'SSH の鍵',
  },
  between: '、',
  ways: { proxy: 'プロキシ', direct: '直接' },
  trouble: (trouble, ms) => {
    switch (trouble.is) {
      case 'no-name':
        return '名前解決に失敗'
      case 'refused':
        return '到達不可'
      case 'closed':
        return `${formatSeconds(ms)} 秒後に切断`
      case 'silent':
        return '応答なし'
      case 'untrusted':
        return '信頼できない'
      case 'blocked':
        return `遮断（HTTP ${trouble.status}）`
      case 'proxy-refused':
        return trouble.status === null ? '拒否' : `拒否（HTTP ${trouble.status}）`
      case 'proxy-sign-in':
        return '認証が必要'
      case 'proxy-unusable':
        return 'プロキシを使えない'
      case 'script-silent':
        return 'スクリプトの応答なし'
    }
  },
  company: '会社が発行',
  noTls: 'TLS なし',
  calls: '操作ごとの API 呼び出し',
  callsText: 'ポリシーと CloudTrail での名前です。どの呼び出しもユーザーエージェントに culvert と記録されます。',
  occasions: {
    'sign-in': 'サインイン',
    accounts: 'アカウントとロールの表示',
    credentials: 'ロールの鍵の取得',
    targets: 'ターゲットの表示',
    connect: 'トンネルの接続',
    access: 'ノードの利用申請',
    resume: 'ネットワークの復旧',
    shell: 'シェルやファイルを開く',
    containers: 'コンテナへの接続',
    end: 'セッションの終了',
    'open-at-aws': 'AWS で開いているセッションの表示',
    'start-instance': '停止中のインスタンスの起動',
    'ssh-key': '一時的な鍵での ssh',
    'sign-out': 'サインアウト',
  },
  file: {
    title: '証明書ファイル',
    none: 'このコンピューターが信頼する認証局に加えて、会社の認証局の PEM ファイルを信頼できます。',
    holds: (certificates, day) =>
      `証明書 ${certificates} 件。最も早い期限は ${day} です。このコンピューターが信頼する認証局に加えて信頼します。`,
    faults: {
      unreadable: '読み取れません。元の場所に戻すか、別のファイルを選んでください。',
      binary: 'テキスト形式ではありません。証明書を PEM（Base64）で書き出し、そのファイルを選んでください。',
      'no-certificate': '証明書が含まれていません。会社の認証局の PEM ファイルを選んでください。',
      expired: '証明書はすべて期限切れです。新しい証明書をネットワーク担当者に依頼してください。',
    },
    refused: (path) => `設定しませんでした：${path}。`,
    between: '',
    choose: '選択…',
    forget: '解除',
    dialog: { title: '証明書の PEM ファイルを選択', button: '信頼する' },
  },
  team: 'ネットワーク担当者への文面',
  copy: 'コピー',
  copied: 'ネットワーク担当者への文面をコピーしました',
  wish: ({ proxy, hosts, webSockets, exempt, others, asks }) => {
    const from = proxy === null ? '' : `${proxy.replace(/:\d+$/, '')} から `
    const plain = hosts.filter((host) => !webSockets.includes(host))
    const listed = (names: readonly string[]): string => names.join('、')
    if (asks === 'exception') return `${from}${listed(hosts)} への接続を、プロキシの認証なしで許可してください。`
    const parts = [
      plain.length === 0 ? '' : `${from}${listed(plain)} への HTTPS 接続を許可`,
      webSockets.length === 0 ? '' : `${from}${listed(webSockets)} への WebSocket 接続を許可`,
      exempt.length === 0
        ? ''
        : exempt.join() === hosts.join()
          ? `${exempt.length === 1 ? 'このホスト' : 'これらのホスト'}を TLS 検査の対象から除外`
          : `${listed(exempt)} を TLS 検査の対象から除外`,
    ].filter((part) => part !== '')
    return `${parts.join('し、')}してください。${others === 'work' ? 'ほかの AWS ホストには接続できています。' : ''}`
  },
}
