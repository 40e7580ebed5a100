import type { shortcuts as english } from '../en/shortcuts.ts'
import { menu } from './menu.ts'
import { terms } from './terms.ts'

export const shortcuts: typeof english = {
  title: 'キーボードショートカット',
  help: 'F1 または ? キーでも一覧を表示します。',
  show: terms.show,
  or: 'または',
  places: {
    window: 'どの画面でも',
    list: 'トンネルの一覧',
    form: 'トンネルの入力画面',
  },
  does: {
    'new-tunnel': terms.newTunnel,
    find: '検索',
    'show-tunnels': terms.tunnels,
    'show-settings': terms.settings,
    leave: '開いているものを閉じる、選択を解除',
    help: 'この一覧',
    'zoom-in': '文字を大きく',
    'zoom-out': '文字を小さく',
    'zoom-none': '文字を標準の大きさに',
    'close-window': 'ウインドウを閉じる',
    quit: menu.quit,
    walk: '次、前のトンネル',
    'walk-pages': '数件先、数件前',
    'walk-ends': '最初、最後のトンネル',
    fold: 'グループへ移動、開閉',
    'select-range': '続けて選択',
    'select-all': 'すべて選択',
    open: '経路を表示',
    'switch-port': '待ち受けの開始と停止',
    'toggle-session': '今すぐ接続、または切断',
    'copy-address': 'アドレスをコピー',
    edit: menu.edit,
    remove: terms.delete,
    'open-menu': 'すべての操作',
    save: terms.save,
  },
}
