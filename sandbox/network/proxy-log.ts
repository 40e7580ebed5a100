/** One CONNECT that a client asked the proxy for. */
export interface ProxyRequest {
  readonly host: string
  /** Status it got; 0 when it got none. */
  readonly status: number
}

export interface ProxyLog {
  add(request: ProxyRequest): void
  list(): readonly ProxyRequest[]
  clear(): void
}

const capacity = 1_000

/** Keeps the newest 1,000 requests. */
export function createProxyLog(): ProxyLog {
  const requests: ProxyRequest[] = []
  return {
    add(request) {
      requests.push(request)
      if (requests.length > capacity) requests.shift()
    },
    list: () => [...requests],
    clear: () => {
      requests.length = 0
    },
  }
}
