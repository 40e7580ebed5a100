import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ shell: {} }))
const { isListedLink, isPortalLink, isSignInPage } = await import('../../../main/system/browser.ts')

describe('pages the app may open in the browser', () => {
  it.each([
    'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1',
    'https://console.amazonaws.cn/rds/home',
    'https://console.amazonaws-us-gov.com/ec2/home',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  ])('listed: %s', (url) => expect(isListedLink(url)).toBe(true))

  it.each([
    'http://eu-west-1.console.aws.amazon.com/',
    'https://console.aws.amazon.com.evil.example/',
    'https://evil-console.aws.amazon.com.example/',
    'https://console.aws.amazon.com@evil.example/',
    'https://user@docs.aws.amazon.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not a url',
  ])('not listed: %s', (url) => expect(isListedLink(url)).toBe(false))

  it('of a sign-in: any https page, and loopback http in the sandbox alone', () => {
    expect(isSignInPage('https://oidc.eu-west-1.amazonaws.com/authorize?x=1', 'aws')).toBe(true)
    expect(isSignInPage('http://127.0.0.1:4000/authorize', 'sandbox')).toBe(true)
    expect(isSignInPage('http://127.0.0.1:4000/authorize', 'aws')).toBe(false)
    expect(isSignInPage('http://localhost:4000/authorize', 'sandbox')).toBe(false)
    expect(isSignInPage('file:///etc/passwd', 'sandbox')).toBe(false)
    expect(isSignInPage('https://someone@oidc.eu-west-1.amazonaws.com/', 'aws')).toBe(false)
  })

  it('of an access portal: the origin of a start URL that the user set, on https', () => {
    const startUrls = ['https://d-1.awsapps.com/start', 'http://127.0.0.1:4000/start']
    expect(isPortalLink('https://d-1.awsapps.com/start/#/console?account_id=1', startUrls)).toBe(true)
    expect(isPortalLink('https://d-2.awsapps.com/start', startUrls)).toBe(false)
    expect(isPortalLink('http://127.0.0.1:4000/start', startUrls)).toBe(false)
  })
})
