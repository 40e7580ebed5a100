import { type ApiRequest, headerOf } from './exchange.ts'

/** The fields of a query-protocol request, or null for other content. */
export function formOf(request: ApiRequest): URLSearchParams | null {
  if (request.method !== 'POST') return null
  const type = headerOf(request.headers, 'content-type') ?? ''
  return type.startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(request.body.toString('utf8'))
    : null
}

/** `Prefix.1`, `Prefix.2`, … in order. */
export function listOf(form: URLSearchParams, prefix: string): readonly string[] {
  const values: string[] = []
  for (let index = 1; ; index += 1) {
    const value = form.get(`${prefix}.${index}`)
    if (value === null) return values
    values.push(value)
  }
}
