import type { Denial } from '#contract/aws-answer.ts'

/** Kinds of policies that decide about a call, as AWS's Japanese pages call them. */
export const policyTypes: Readonly<Record<NonNullable<Denial['policyType']>, string>> = {
  'identity-based': 'アイデンティティベースのポリシー',
  'resource-based': 'リソースベースのポリシー',
  'service control': 'サービスコントロールポリシー (SCP)',
  'resource control': 'リソースコントロールポリシー (RCP)',
  session: 'セッションポリシー',
  'permissions boundary': 'アクセス許可の境界',
  'VPC endpoint': 'VPC エンドポイントポリシー',
  'role trust': 'ロール信頼ポリシー',
}
