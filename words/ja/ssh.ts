import type { ssh as english } from '../en/ssh.ts'
import { terms } from './terms.ts'

export const ssh: typeof english = {
  titles: {
    off: 'Culvert 経由で ssh を使う',
    on: 'ssh は Culvert を経由します',
    moved: '行が移動されています',
    changed: 'ファイルが手動で変更されています',
    unreadable: 'ssh の設定を読み取れません',
  },
  texts: {
    off: 'ssh の設定に 1 行だけ追加します。ほかの行は変更せず、オフにするとその行を削除します。',
    on: '新しいホストは自動で追加されます。',
    moved: 'この位置では、ssh が一部のホストで読まないことがあります。先頭に戻すか、削除できます。',
    changed: '変更はそのまま残してあり、新しいホストは追加されません。変更を残すか、作り直すかを選べます。',
    unreadable: 'システムが読み取りを許可していません。アクセス権を変更してから、もう一度確認してください。',
  },
  tryIt: '確認: ',
  add: '1 行を追加',
  putBack: '先頭に戻す',
  takeOut: '1 行を削除',
  writeAnew: '作り直す',
  openFolder: terms.openFolder,
  lookAgain: terms.tryAgain,
  backup: 'コピーの保存先',
  config: {
    off: '先頭に 1 行を追加',
    missing: terms.newFile,
    on: '1 行を追加済み',
    moved: (line) => `${line} 行目にあります`,
  },
  own: (hosts) => `Culvert が作成、${hosts} ホスト`,
  ownFound: '現在の内容',
  ownWanted: 'Culvert が書く内容',
  pushKey: '先に公開鍵をインスタンスへ送る',
  pushKeyHelp:
    '接続のたびに 1 分間だけ有効です（EC2 Instance Connect）。名前や ID で指定した EC2 インスタンスには、Culvert 専用の鍵を使います。',
  worksNow: '使えること',
  worksAfter: '使えるようになること',
  inAnyTerminal: '任意のターミナル',
  editors: 'VS Code Remote',
  readTheSame: '同じファイルを参照',
  hostKeys: 'ホスト鍵の確認',
  hostKeysHelp: 'ほかのホストと同じ',
  noServer: 'Windows と ECS コンテナー',
  noServerHelp: 'SSH サーバーなし',
  programs: 'Culvert 経由で ssh を使うプログラム',
  programsHelp: 'プログラムごとに一度だけ確認します。',
  noPrograms: 'まだありません。',
  unknownProgram: 'システムが名前を示さないプログラム',
  forget: '取り消す',
  ask: {
    title: (program) =>
      program === null
        ? 'プログラムに Culvert 経由の ssh を許可しますか？'
        : `${program} に Culvert 経由の ssh を許可しますか？`,
    detail:
      '許可すると、あなたのサインインで接続先の SSH サーバーを利用でき、次からは確認しません。設定の「SSH」で取り消せます。',
    allow: '許可',
    refuse: '拒否',
  },
  askProduction: {
    title: (account) => `今日は ${account} への ssh を許可しますか？ 本番です。`,
    detail:
      'お客様が使うサーバーで、コマンドはすぐに実行されます。確認は、アカウントごとに 1 日 1 回、ここかウィンドウで行います。',
    allow: '今日は許可',
  },
}
