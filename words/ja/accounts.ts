import { terms } from './terms.ts'
import type { accounts as english } from '../en/accounts.ts'

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
}
