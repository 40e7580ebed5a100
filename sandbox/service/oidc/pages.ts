import type { Reply } from '../../wire/exchange.ts'
import { escapeXml } from '../../wire/xml.ts'

const style =
  'body{font:16px/1.5 system-ui,sans-serif;margin:12vh auto;max-width:28rem;padding:0 1rem;color:#16222b;background:#f4f6f7}' +
  'main{background:#fff;border:1px solid #d6dde1;border-radius:12px;padding:2rem}h1{font-size:1.3rem;margin:0 0 .5rem}' +
  'button,input{font:inherit;padding:.5rem 1rem;border-radius:8px;border:1px solid #9fb0b9;margin:1rem .5rem 0 0}' +
  'button[value=allow]{background:#0b6b62;border-color:#0b6b62;color:#fff}code{font-size:1.2rem;letter-spacing:.08em}'

/** A page without scripts, images or any other resource. `content` is HTML already. */
export function page(status: number, title: string, content: string): Reply {
  const body =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeXml(title)}</title>` +
    `<style>${style}</style></head><body><main><h1>${escapeXml(title)}</h1>${content}</main></body></html>`
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
    body,
  }
}

/** The two buttons of a consent, posting to `action` with one hidden field. */
export const decisionForm = (action: string, field: string, value: string): string =>
  `<form method="post" action="${escapeXml(action)}">` +
  `<input type="hidden" name="${escapeXml(field)}" value="${escapeXml(value)}">` +
  '<button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></form>'

export const redirect = (location: string): Reply => ({
  status: 302,
  headers: { location, 'cache-control': 'no-store' },
  body: '',
})
