import type { ApiRequest, Reply } from '../../wire/exchange.ts'
import type { ServiceContext } from '../service.ts'
import { page, redirect } from './pages.ts'

/** Some megabytes more than anybody wants to know of a page that only sends people on. */
const flood = 'x'.repeat(4_000_000)

/** Where pages below `/own-address` send a visitor; `hop-N` goes on to the one before it. */
const destinations: Readonly<Record<string, string>> = {
  elsewhere: 'https://portal.harborline.example/start',
  lookalike: 'https://harborline.awsapps.com.evil.example/start',
  'with-name': 'https://harborline.awsapps.com@evil.example/start',
  'behind-name': 'https://mika@harborline.awsapps.com/start',
  plain: 'http://harborline.awsapps.com/start',
  script: 'javascript:alert(1)',
  'not-an-address': 'https://[',
  circle: '/own-address/circle',
  console: 'https://signin.aws.amazon.com/console',
}

/**
 * A company's own address for its access portal, `/own-address`, and some that are not what they seem, below it. Null for any other
 * path. The portal's address names its region, as the newer ones do.
 */
export function showOwnAddress({ world }: ServiceContext, request: ApiRequest): Reply | null {
  const [, first, name] = request.url.pathname.split('/')
  if (first !== 'own-address') return null
  const { issuerUrl } = world.organisation
  if (name === undefined) return redirect('/own-address/')
  if (name === '') return redirect(issuerUrl)
  if (name === 'flood') return page(200, 'Harborline', flood)
  if (name === 'no-head') return request.method === 'HEAD' ? page(405, 'Not allowed', '') : redirect(`${issuerUrl}/#/x`)
  const hop = /^hop-(\d+)$/.exec(name)?.[1]
  if (hop !== undefined) return redirect(hop === '1' ? issuerUrl : `/own-address/hop-${Number(hop) - 1}`)
  const to = destinations[name]
  return to === undefined ? page(404, 'Not found', '') : redirect(to)
}
