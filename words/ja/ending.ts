import { terms } from './terms.ts'
import type { ending as english } from '../en/ending.ts'

const are = (connections: number): string =>
  connections === 0 ? '開いている接続はもうありません。' : `${connections} 接続が開いています。`
const end = (connections: number, alone: string): string =>
  connections === 0 ? alone : `${connections} 接続を切って${alone}`

export const ending: typeof english = {
  title: {
    disarm: (name, connections) => `${name} を停止しますか？ ${are(connections)}`,
    disconnect: (name, connections) => `${name} を切断しますか？ ${are(connections)}`,
    'another-match': (name, connections) => `${name} を別の踏み台で開きますか？ ${are(connections)}`,
    remove: (name, connections) => `${name} を削除しますか？ ${are(connections)}`,
    change: (name, connections) => `${name} を変更しますか？ ${are(connections)}`,
    'stop-all': (_name, connections) => `すべてのトンネルを停止しますか？ ${are(connections)}`,
    quit: (_name, connections) => `Culvert を終了しますか？ ${are(connections)}`,
  },
  rolledBack: () => '接続はすぐに切れます。実行中のクエリはデータベースでロールバックされます。',
  cutOff: () => '接続は処理の途中でもすぐに切れます。',
  action: {
    disarm: (connections) => end(connections, terms.stop),
    disconnect: (connections) => end(connections, terms.disconnect),
    'another-match': (connections) => end(connections, '別の踏み台で開く'),
    remove: (connections) => end(connections, terms.delete),
    change: (connections) => end(connections, terms.save),
    'stop-all': (connections) => end(connections, 'すべて停止'),
    quit: (connections) => end(connections, '終了'),
  },
  several: (tunnels, connections) => `${tunnels} 件のトンネルを停止しますか？ ${are(connections)}`,
  quitShells: (shells) => `Culvert を終了しますか？ ${shells} 個のシェルが開いています。`,
  quitTransfers: (transfers) => `Culvert を終了しますか？ 転送 ${transfers} 件が完了していません。`,
  quitWhenFinished: '終わったら終了',
  transfersEnd: () => '次の転送は途中で止まります。',
  transfer: {
    up: (name, target) => `${name}（${target} へ）`,
    down: (name, target) => `${name}（${target} から）`,
  },
  waitsToQuit: (left) => `次がすべて終わると Culvert を終了します: ${left}`,
  shells: (shells) => `シェル ${shells} 個`,
  transfers: (transfers) => `転送 ${transfers} 件`,
  keepRunning: '終了しない',
  shellsEnd: () => '次のシェルで実行中のプログラムも終了します。',
  shell: (name, target) => (target === null || target === name ? name : `${name}（${target}）`),
  keep: '開いたままにする',
  pid: terms.pid,
  unknownProgram: '別のプログラム',
  sending: '転送中',
  idle: (span) => `${span}通信なし`,
  carried: (bytes, rate) => `これまでに ${bytes}、${rate}`,
  withoutConnections: (names) => `接続なし: ${names}`,
  line: (tunnel, programs, connections) =>
    programs === '' ? `${tunnel}: ${connections}` : `${tunnel}: ${programs}、${connections}`,
}
