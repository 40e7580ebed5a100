import type { access as english } from '../en/access.ts'

export const access: typeof english = {
  needed: '承認が必要',
  waiting: '承認待ち',
  onRequest: 'このノードの利用は申請制です',
  ticket: 'チケット',
  request: '利用を申請',
  cancel: '今はしない',
  withdraw: '待つのをやめる',
  noHurry:
    'プログラムは承認を待たずに終了することがあります。ポートは待ち受けを続けるので、承認後に再接続してください。',
  opensOnceApproved: '承認されると自動で開きます。閉じても申請は残ります。',
  copyId: (id) => `申請 ${id}`,
  until: (time) => `${time} まで承認済み`,
  askMore: '延長を申請',
  moreAsked: '延長を申請中',
  moreRefused: (headline, sentence) => `${headline}。${sentence}`,
  endsSoon: (span) => `あと ${span} で利用が終わります。セッションも終了することがあります。`,
}
