import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'

const where = ({ container, task, cluster }: ProblemDetails['EXEC_NOT_ENABLED']): string =>
  `クラスター ${cluster} のタスク ${task.slice(0, 8)} の ${container} `

/** Containers of ECS, for shells and for tunnels. */
export const containers = {
  TASK_NOT_FOUND: {
    short: '動作中のタスクなし',
    headline: (d) =>
      d.missing === 'container'
        ? `${d.service} に ${d.container} というコンテナはありません`
        : d.missing === 'cluster'
          ? `クラスター ${d.cluster} がありません`
          : `${d.service} の動作中のタスクがありません`,
    sentence: (d) => {
      if (d.missing === 'container') {
        return `クラスター ${d.cluster}（${d.region}）にあるタスクのコンテナは ${(d.containers ?? []).join('、')} です。その中から選んでください。`
      }
      if (d.missing === 'cluster')
        return `このアカウントの ${d.region} にはありません。名前が違うか、別の場所にあるかもしれません。`
      return `クラスター ${d.cluster} のサービスにも、手動で実行されたタスクにもありません。Culvert は毎回探し直しますが、タスクを起動することはありません。`
    },
  },
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
  EXEC_UNSUPPORTED: {
    short: 'ECS Exec 非対応',
    headline: (d) => `${d.platform} には ECS Exec がありません`,
    sentence: (d) =>
      `${where(d)}はそこで動作していますが、セッションには ECS Exec が必要です。プラットフォームバージョン 1.4.0 以降で enableExecuteCommand を有効にしてデプロイするか、別のサービスを選んでください。`,
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
