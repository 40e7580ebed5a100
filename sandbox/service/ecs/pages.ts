import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { pageOf } from '../paging.ts'

const most = 100

/** Members that every List call of ECS takes. */
export const paged = z.object({ nextToken: z.string().nullish(), maxResults: z.int().nullish() })

/** One page of names as an answer, or the service's refusal of a size or a token. */
export function pageFor(
  names: readonly string[],
  { nextToken, maxResults }: z.infer<typeof paged>,
  question: string,
  answer: (page: readonly string[]) => object,
): Outcome {
  const size = maxResults ?? most
  if (size < 1 || size > most) return fail('InvalidParameterException', 'maxResults must be between 1 and 100.')
  const page = pageOf(names, size, nextToken ?? null, question)
  if (page === null) return fail('InvalidParameterException', 'Invalid token')
  return succeed({ ...answer(page.items), ...(page.nextToken === null ? {} : { nextToken: page.nextToken }) })
}
