import type { DatabaseServer } from './databases.ts'
import { listenHttp } from '../wire/server.ts'
import type { ApiRequest, Reply } from '../wire/exchange.ts'

const indices = [
  { health: 'green', status: 'open', index: 'catalog-2026', 'docs.count': '18204', 'store.size': '41.2mb' },
  { health: 'green', status: 'open', index: 'catalog-suggest', 'docs.count': '2911', 'store.size': '3.7mb' },
]

const answers: Readonly<Record<string, unknown>> = {
  '/': { name: 'sandbox-1', cluster_name: 'catalog-search', version: { distribution: 'opensearch', number: '2.13.0' } },
  '/_cluster/health': { cluster_name: 'catalog-search', status: 'green', number_of_nodes: 1 },
  '/_cat/indices': indices,
  '/_search': { took: 1, timed_out: false, hits: { total: { value: 0, relation: 'eq' }, hits: [] } },
}

/** A stand-in that answers the few questions a client asks first, over plain HTTP. No real search engine. */
export async function startOpensearch(): Promise<DatabaseServer> {
  const handle = async (request: ApiRequest): Promise<Reply | 'hang-up'> => {
    const answer = answers[request.url.pathname.replace(/(?<=.)\/$/, '')]
    const body = JSON.stringify(answer ?? { error: { type: 'index_not_found_exception' }, status: 404 })
    return { status: answer === undefined ? 404 : 200, headers: { 'content-type': 'application/json' }, body }
  }
  const listener = await listenHttp(0, handle, Date.now)
  return {
    access: {
      engine: 'opensearch',
      host: '127.0.0.1',
      port: listener.port,
      user: '',
      password: '',
      database: '',
      server: 'stand-in',
    },
    stop: () => listener.close(),
  }
}
