/** The words of the menu bar in one language. Electron's own for its roles are English only. */
export interface MenuWords {
  readonly file: string
  readonly edit: string
  readonly view: string
  readonly window: string
  readonly newTunnel: string
  readonly settings: string
  readonly quit: string
  readonly closeWindow: string
  readonly about: string
  readonly services: string
  readonly hide: string
  readonly hideOthers: string
  readonly showAll: string
  readonly undo: string
  readonly redo: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly delete: string
  readonly selectAll: string
  readonly actualSize: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly fullScreen: string
  readonly developerTools: string
  readonly minimize: string
  readonly zoom: string
  readonly bringAllToFront: string
}

const english: MenuWords = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  newTunnel: 'New Tunnel',
  settings: 'Settings…',
  quit: 'Quit Culvert',
  closeWindow: 'Close Window',
  about: 'About Culvert',
  services: 'Services',
  hide: 'Hide Culvert',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  delete: 'Delete',
  selectAll: 'Select All',
  actualSize: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Toggle Full Screen',
  developerTools: 'Developer Tools',
  minimize: 'Minimize',
  zoom: 'Zoom',
  bringAllToFront: 'Bring All to Front',
}

const japanese: MenuWords = {
  file: 'ファイル',
  edit: '編集',
  view: '表示',
  window: 'ウインドウ',
  newTunnel: '新規トンネル',
  settings: '設定…',
  quit: 'Culvert を終了',
  closeWindow: 'ウインドウを閉じる',
  about: 'Culvert について',
  services: 'サービス',
  hide: 'Culvert を隠す',
  hideOthers: 'ほかを隠す',
  showAll: 'すべてを表示',
  undo: '取り消す',
  redo: 'やり直す',
  cut: 'カット',
  copy: 'コピー',
  paste: 'ペースト',
  delete: '削除',
  selectAll: 'すべてを選択',
  actualSize: '実際のサイズ',
  zoomIn: '拡大',
  zoomOut: '縮小',
  fullScreen: 'フルスクリーンの切り替え',
  developerTools: '開発者ツール',
  minimize: 'しまう',
  zoom: '拡大／縮小',
  bringAllToFront: 'すべてを手前に移動',
}

/** Words for a language tag; anything but Japanese is English. */
export function menuWords(language: string): MenuWords {
  return language.toLowerCase().startsWith('ja') ? japanese : english
}
