import { terms } from './terms.ts'
import type { profileAdditions as english } from '../en/profile-additions.ts'

export const profileAdditions: typeof english = {
  open: (file) => `${file} に追加…`,
  title: (file) => `${file} にプロファイルを追加`,
  columns: { role: terms.permissionSet, name: 'プロファイル名' },
  has: (names) => `登録済み: ${names.join('、')}`,
  nameFor: (role) => `${role} のプロファイル名`,
  states: {
    taken: '同じ名前のプロファイルがすでにあります。',
    twice: '同じ名前のプロファイルが 2 つあります。',
    reserved: 'default はプロファイルを指定しないコマンドが使います。Culvert からは変更しません。',
    invalid: '名前として使えません。1 行で、前後に空白を入れないでください。',
  },
  quoted: '空白や英数字以外の文字を含む名前は、一部の AWS ツールでは見つかりません。',
  changes: 'ファイルの変更内容',
  newFile: terms.newFile,
  added: (lines) => `末尾に ${lines} 行を追加`,
  nothingChosen: '許可セットを選ぶと、書き込む内容がここに表示されます。',
  backup: (name) => `同じ場所に ${name}.culvert-backup-… として控えを残します`,
  add: (profiles) => (profiles === 1 ? 'プロファイルを追加' : `${profiles} 件を追加`),
  changedSince: 'その間にファイルが変更されました。いま書き込む内容はこのとおりです。',
  done: (profiles, file) => `${file} にプロファイルを ${profiles} 件追加しました`,
  use: 'ターミナルでの使用例',
  undo: '元に戻す',
  undone: (file) => `${file} を元に戻しました`,
  undoChanged: {
    title: 'その後、ファイルが変更されています',
    text: 'Culvert が書き込んだ後に、ほかの人またはプログラムが変更しました。どうするかを選んでください。',
    sections: '追加した分だけを取り除く',
    sectionsGone: '追加した内容はもうファイルにありません。',
    whole: 'ファイル全体を元に戻す',
    keep: 'このままにする',
  },
  forgotten: '書き込んだ内容は、もう Culvert に記録されていません。ファイルと同じ場所に控えがあります。',
  region: terms.region,
}
