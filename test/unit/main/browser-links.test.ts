import { describe, expect, it, vi } from 'vitest'
import type { Log } from '#core/app/ports.ts'

const opened: string[] = []
vi.mock('electron', () => ({ shell: { openExternal: async (url: string) => void opened.push(url) } }))
const { createBrowser, linkVerdict } = await import('../../../main/system/browser.ts')

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const verdict = (url: string) => linkVerdict(url, 'aws', ['sso.corp.example', 'sso.corp.example:8443'])

describe('pages the app may open in the browser', () => {
  it.each([
    'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1',
    'https://console.amazonaws.cn/rds/home',
    'https://console.amazonaws-us-gov.com/ec2/home',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
    'https://d-1234567890.awsapps.com/start/#/console?account_id=1',
    'https://ACME.awsapps.com/start',
    'https://start.us-gov-home.awsapps.com/directory/acme',
    'https://start.home.awsapps.cn/directory/acme',
    'https://ssoins-1234.portal.eu-west-1.app.aws/start',
    'https://ssoins-1234.eu-west-1.portal.amazonaws.com/',
    'https://ssoins-1234.cn-north-1.portal.amazonaws.com.cn/',
    'https://ssoins-1234.eusc-de-east-1.portal.amazonaws.eu/',
    'https://ssoins-1234.portal.cn-north-1.app.amazonwebservices.com.cn/',
    'https://oidc.eu-west-1.amazonaws.com/authorize?x=1',
    'https://oidc.cn-north-1.amazonaws.com.cn/authorize',
    'https://device.sso.eu-west-1.amazonaws.com/?user_code=X',
    'https://sso.corp.example/start',
    'https://sso.corp.example:8443/start',
  ])('open at once: %s', (url) => expect(verdict(url)).toEqual({ kind: 'open' }))

  it.each([
    ['https://console.aws.amazon.com.evil.example/', 'console.aws.amazon.com.evil.example'],
    ['https://evil-console.aws.amazon.com.example/', 'evil-console.aws.amazon.com.example'],
    ['https://awsapps.com.evil.example/start', 'awsapps.com.evil.example'],
    ['https://evilawsapps.com/start', 'evilawsapps.com'],
    ['https://bucket.s3.amazonaws.com/', 'bucket.s3.amazonaws.com'],
    ['https://oidc.evil.example.amazonaws.com/', 'oidc.evil.example.amazonaws.com'],
    ['https://oidc-fips.s3.amazonaws.com/', 'oidc-fips.s3.amazonaws.com'],
    ['https://oidc.s3-us-west-2.amazonaws.com/', 'oidc.s3-us-west-2.amazonaws.com'],
    ['https://oidc-fips.s3-website-us-east-1.amazonaws.com/', 'oidc-fips.s3-website-us-east-1.amazonaws.com'],
    ['https://oidc.compute-1.amazonaws.com/', 'oidc.compute-1.amazonaws.com'],
    ['https://x.portal.s3.app.aws/', 'x.portal.s3.app.aws'],
    ['https://x.s3.portal.amazonaws.com/', 'x.s3.portal.amazonaws.com'],
    [
      'https://ssoins-1.eu-west-1.portal.amazonaws.com.evil.example/',
      'ssoins-1.eu-west-1.portal.amazonaws.com.evil.example',
    ],
    ['https://d-1.awsapps.com:8443/start', 'd-1.awsapps.com:8443'],
    ['https://sso.corp.example:9443/start', 'sso.corp.example:9443'],
    ['https://\u0430wsapps.com/start', 'xn--wsapps-2nf.com'],
    ['https://127.0.0.1/start', '127.0.0.1'],
  ])('are asked about: %s', (url, host) => expect(verdict(url)).toEqual({ kind: 'ask', host }))

  it.each([
    'http://eu-west-1.console.aws.amazon.com/',
    'https://console.aws.amazon.com@evil.example/',
    'https://user@docs.aws.amazon.com/',
    'http://127.0.0.1:4000/authorize',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not a url',
  ])('never open: %s', (url) => expect(verdict(url)).toEqual({ kind: 'refuse' }))

  it('are on plain http on loopback in the sandbox alone', () => {
    expect(linkVerdict('http://127.0.0.1:4000/authorize', 'sandbox', [])).toEqual({ kind: 'open' })
    expect(linkVerdict('http://localhost:4000/authorize', 'sandbox', [])).toEqual({ kind: 'refuse' })
  })

  it('open after the user agreed, and not else', async () => {
    const asked: string[] = []
    let answer = false
    const agree = async (host: string): Promise<boolean> => {
      asked.push(host)
      return answer
    }
    const browser = createBrowser({ log: silent, verdict, agree })
    expect(await browser.open('https://other.example/start')).toBe(false)
    answer = true
    expect(await browser.open('https://other.example/start')).toBe(true)
    expect(await browser.open('file:///etc/passwd')).toBe(false)
    expect(await browser.open('https://docs.aws.amazon.com/')).toBe(true)
    expect(asked).toEqual(['other.example', 'other.example'])
    expect(opened).toEqual(['https://other.example/start', 'https://docs.aws.amazon.com/'])
  })
})
