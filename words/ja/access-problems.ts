import type { AllProblemWords } from '../problem-words.ts'

/** Access to nodes that is given out on request. */
const headlines = {
  'not-asked': 'このノードを使うには申請が必要です',
  withdrawn: '承認を待つのをやめました',
  rejected: '申請は却下されました',
  revoked: '利用の承認が取り消されました',
  expired: '申請は期限までに承認されませんでした',
  ended: '承認された時間が終わりました',
} as const

const sentences = {
  'not-asked': 'このロールだけではセッションを開始できず、まだ申請されていません。理由を添えて申請してください。',
  withdrawn: '申請は AWS に残っていて、承認されることもあります。待つには、もう一度申請してください。',
  rejected: '理由は AWS からは分かりません。承認者に確認するか、別の理由で申請し直してください。',
  revoked: '取り消した承認者に確認するか、もう一度申請してください。',
  expired: '承認者に連絡してから、もう一度申請してください。',
  ended: '続けるには、もう一度申請してください。',
} as const

export const accessProblems = {
  ACCESS_NOT_GRANTED: {
    short: '承認なし',
    headline: (d) => headlines[d.how],
    sentence: (d) =>
      [
        sentences[d.how],
        ...(d.targetId === undefined ? [] : [`ノードは ${d.targetId} です。`]),
        ...(d.requestId === undefined ? [] : [`申請は ${d.requestId} です。`]),
      ].join(''),
  },
} as const satisfies Partial<AllProblemWords>
