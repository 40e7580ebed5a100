import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'

const where = ({ container, task, cluster }: ProblemDetails['EXEC_NOT_ENABLED']): string =>
  `クラスター ${cluster} のタスク ${task.slice(0, 8)} の ${container} `

/** Shells in containers of ECS. */
export const containers = {
  CONTAINER_NOT_RUNNING: {
    short: 'コンテナなし',
    headline: () => 'コンテナはもう動作していません',
    sentence: (d) => `${where(d)}は終了したか、置き換えられました。動作中のコンテナを選んでください。`,
  },
  EXEC_NOT_ENABLED: {
    short: 'ECS Exec が無効',
    headline: () => 'このタスクでは ECS Exec が無効です',
    sentence: (d) =>
      `${where(d)}は ECS Exec なしで起動されています。サービスで enableExecuteCommand を有効にして、再デプロイしてください。動作中のタスクには反映されません。`,
  },
  EXEC_AGENT_NOT_RUNNING: {
    short: 'Exec 停止中',
    headline: () => 'コンテナの Exec エージェントが接続していません',
    sentence: (d) =>
      `${where(d)}の ECS Exec は有効ですが、エージェントが${d.reason === undefined ? '動作していません' : `応答しません（${d.reason}）`}。起動直後は数秒かかります。タスクロールには ssmmessages の 4 つの許可と、外への経路が必要です。`,
  },
  EXEC_SESSIONS_FULL: {
    short: 'セッション上限',
    headline: () => 'このコンテナではこれ以上セッションを開けません',
    sentence: (d) =>
      `${where(d)}では ${d.open} セッションが開いていて、エージェントの上限です。どれかを閉じるか、別のタスクを選んでください。`,
  },
} as const satisfies Partial<AllProblemWords>
