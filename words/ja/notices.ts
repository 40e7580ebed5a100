import type { notices as english } from '../en/notices.ts'

export const notices: typeof english = {
  cannotOpen: (tunnel) => `${tunnel} に接続できません`,
  sentence: (text) => `${text}。`,
  waits: (client, span) => `${client} は ${span}待ちます。`,
  onItsWay: (client) => `セッションが開く前に ${client} の待ち時間が過ぎました。`,
  needsApproval: (tunnel) => `${tunnel} は承認が必要です`,
  clickToRequest: 'クリックして利用を申請します。',
  approved: (tunnel, time) => `${tunnel} は ${time} まで承認されました`,
  connectAgain: 'もう一度接続してください。',
  opensNow: 'セッションを開始します。',
  accessEnds: (tunnel, span) => `${tunnel} の利用はあと ${span}で終了します`,
  stillOpen: (count) => `${count} 接続が開いています。`,
  clickForMore: 'クリックして延長を申請します。',
  livesOn: {
    title: 'Culvert は動作し続けます',
    wayBack: {
      tray: '待ち受け中のポートは開いたままです。ウインドウの表示と終了は、トレイのアイコンから行えます。',
      'menu-bar': '待ち受け中のポートは開いたままです。ウインドウの表示と終了は、メニューバーのアイコンから行えます。',
      'start-again':
        '待ち受け中のポートは開いたままです。ウインドウは Culvert をもう一度起動すると表示され、Ctrl+Q で終了できます。',
    },
  },
  startedByHand: 'このセッションは「接続」でのみ開始します。クライアントが待っていました。',
}
