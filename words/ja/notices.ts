import type { notices as english } from '../en/notices.ts'

export const notices: typeof english = {
  cannotOpen: (tunnel) => `${tunnel} に接続できません`,
  sentence: (text) => `${text}。`,
  waits: (client, span) => `${client} は ${span}待ちます。`,
  onItsWay: (client) => `セッションが開く前に ${client} の待ち時間が過ぎました。`,
  startedByHand: 'このセッションは「接続」でのみ開始します。クライアントが待っていました。',
}
