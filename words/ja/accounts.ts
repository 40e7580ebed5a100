import { terms } from './terms.ts'
import { profileReason } from './profile-reasons.ts'
import type { accounts as english } from '../en/accounts.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

function ago(ms: number): string {
  if (ms >= dayMs) return `${Math.floor(ms / dayMs)} 日前`
  return ms >= hourMs ? `${Math.floor(ms / hourMs)} 時間前` : `${Math.max(1, Math.floor(ms / 60_000))} 分前`
}

export const accounts: typeof english = {
  none: {
    title: (organisation) => `${organisation} で使えるアカウントがまだありません`,
    sentence: (organisation) =>
      `${organisation} にサインインしていますが、アカウントとロールが割り当てられていません。社内の AWS 管理者に許可セットの割り当てを依頼してください。`,
    again: '再確認',
    copyLetter: terms.copyRequest,
    copied: '管理者への依頼文をコピーしました',
    letter: (startUrl) =>
      `IAM Identity Center（${startUrl}）で、アカウントと許可セットの割り当てをお願いします。AWS Systems Manager 経由でデータベースに接続するため、踏み台に対する ssm:StartSession（AWS-StartPortForwardingSessionToRemoteHost）が必要です。`,
  },
  page: {
    title: terms.accounts,
    menu: 'アカウント…',
    filterLabel: '表示するアカウント',
    filters: { used: terms.inUse, favourites: terms.favourites },
    search: '名前、番号、ロール',
    addSignIn: 'サインインを追加',
    columns: { account: terms.account, roles: terms.permissionSet, use: '使用先', used: '最終使用' },
    count: (accounts) => `${accounts} 件`,
    found: (found, accounts) => `${accounts} 件中 ${found} 件`,
    merged: (profiles) => `${profiles} 件を統合`,
    notSet: '未設定',
    tunnels: (tunnels) => `トンネル ${tunnels} 件`,
    now: '使用中',
    never: '未使用',
    ago,
    lastUsed: (when) => `最終使用 ${when}`,
    kinds: {
      static: 'アクセスキー',
      sso: 'IAM Identity Center',
      'assume-role': 'ロールの引き受け',
      'credential-source': 'このマシンのロール',
      'web-identity': 'ウェブ ID',
      process: 'プログラム',
      login: 'コンソールのサインイン',
      none: '認証情報なし',
    },
    star: terms.star,
    unstar: terms.unstar,
    withoutSignIn: 'サインイン不要のプロファイル',
    reason: profileReason,
    line: (line) => `${line} 行目`,
    openFolder: terms.openFolder,
    usual: '既定で使う許可セット',
    alsoNamed: '別名',
    profiles: (profiles) => `プロファイル ${profiles} 件`,
    otherRegion: (region) => `別リージョン: ${region}`,
    newTunnel: terms.newTunnel,
    showTargets: '接続先を表示',
    nothing: {
      all: 'このコンピューターで使えるアカウントがまだありません',
      used: '使用中のアカウントはありません',
      favourites: 'お気に入りのアカウントはありません',
    },
    showAll: terms.showAll,
  },
}
